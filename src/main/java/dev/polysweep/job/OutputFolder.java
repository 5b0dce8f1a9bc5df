package dev.polysweep.job;

import dev.polysweep.spark.store.OutputLock;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks and locks the folder that a user named for results. */
public final class OutputFolder {

  private OutputFolder() {}

  /**
   * Checks that a folder can be written to, or created.
   *
   * @param named the folder as the user named it; it need not exist
   * @return its absolute path
   * @throws SweepException if the path is a file, lies below a file, or cannot be written to
   */
  public static Path check(Path named) {
    Path folder = named.toAbsolutePath().normalize();
    for (Path p = folder; p != null; p = p.getParent()) {
      if (Files.exists(p)) {
        if (!Files.isDirectory(p)) {
          throw new SweepException("--out: " + p + " is not a folder");
        }
        if (!Files.isWritable(p)) {
          throw new SweepException("--out: " + p + " cannot be written; choose another folder");
        }
        break;
      }
    }
    return folder;
  }

  /**
   * Locks a folder for one run until the lock is closed, and creates the folder if needed.
   *
   * @throws dev.polysweep.spark.store.OutputInUseException if another run holds it
   * @throws SweepException if the folder cannot be written
   */
  public static OutputLock lock(Path folder) {
    try {
      return OutputLock.acquire(folder);
    } catch (AccessDeniedException e) {
      throw new SweepException("--out: " + folder + " cannot be written; choose another folder");
    } catch (IOException e) {
      throw new SweepException("--out: " + folder + ": " + e.getMessage());
    }
  }
}

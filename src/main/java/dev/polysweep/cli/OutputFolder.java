package dev.polysweep.cli;

import dev.polysweep.spark.store.OutputLock;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The results folder as the user named it. */
final class OutputFolder {

  private OutputFolder() {}

  /**
   * @return the folder's absolute path
   * @throws SweepException if it cannot be a folder
   */
  static Path check(Path named) {
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

  /** Takes the folder for this run. */
  static OutputLock lock(Path folder) {
    try {
      return OutputLock.acquire(folder);
    } catch (AccessDeniedException e) {
      throw new SweepException("--out: " + folder + " cannot be written; choose another folder");
    } catch (IOException e) {
      throw new SweepException("--out: " + folder + ": " + e.getMessage());
    }
  }
}

package dev.polysweep.spark.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds a results folder for one run by an operating-system lock, which dies with its process
 * however that ends.
 */
public final class OutputLock implements AutoCloseable {

  /**
   * Name of the locked file within the folder. It stays, empty; only the lock on it means
   * something.
   */
  public static final String FILE = ".lock";

  private final FileChannel channel;
  private final FileLock lock;

  private OutputLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock, creating the folder where needed.
   *
   * @param folder a folder of a local file system
   * @throws OutputInUseException if another run holds it
   * @throws IOException if the folder cannot be written
   */
  public static OutputLock acquire(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very process: refused below like any other holder.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new OutputInUseException(folder);
    }
    return new OutputLock(channel, lock);
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}

package dev.polysweep.spark.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reserves a results folder for one run, by a lock of the operating system. The lock ends with the
 * process, however the process ends.
 */
public final class OutputLock implements AutoCloseable {

  /**
   * Name of the locked file in the folder. The file is empty and stays after the run; only the lock
   * on it has a meaning.
   */
  public static final String FILE = ".lock";

  private final FileChannel channel;
  private final FileLock lock;

  private OutputLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock, and creates the folder if it does not exist.
   *
   * @param folder a folder on a local file system
   * @throws OutputInUseException if another run holds the lock
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
      // This process itself holds the lock, which is refused below like any other holder's.
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

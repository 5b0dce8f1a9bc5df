package dev.polysweep.spark.store;

import dev.polysweep.experiment.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoint of a cell, a file of the results folder. A file is written under another name and
 * then moved into its place, so that a reader finds the old one or the new one whole.
 */
final class StoredCheckpoint implements Checkpoint {

  private static final Logger LOG = LoggerFactory.getLogger(StoredCheckpoint.class);

  private final Path file;
  private final Configuration hadoop;
  private final String version;
  private final long every;
  private long last = System.nanoTime();

  /**
   * Names the checkpoint of a cell.
   *
   * @param file where it lies
   * @param version version of the program, which reads no checkpoint of another
   * @param seconds time from one checkpoint to the next
   */
  StoredCheckpoint(Path file, Configuration hadoop, String version, double seconds) {
    this.file = file;
    this.hadoop = hadoop;
    this.version = version;
    every = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
  }

  @Override
  public boolean due() {
    return System.nanoTime() - last >= every;
  }

  @Override
  public void save(Serializable state) throws IOException {
    FileSystem files = file.getFileSystem(hadoop);
    Path part = file.suffix("." + UUID.randomUUID());
    try {
      FolderFiles.replace(files, part, file, out -> write(state, out));
    } catch (IOException | RuntimeException e) {
      files.delete(part, false);
      throw e;
    }
    last = System.nanoTime();
  }

  private void write(Serializable state, OutputStream out) throws IOException {
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeUTF(version);
      objects.writeObject(state);
    }
  }

  @Override
  public Optional<Object> load() {
    try {
      FileSystem files = file.getFileSystem(hadoop);
      if (!files.exists(file)) {
        return Optional.empty();
      }
      try (InputStream in = files.open(file);
          ObjectInputStream objects = new OwnObjects(in)) {
        return version.equals(objects.readUTF())
            ? Optional.of(objects.readObject())
            : Optional.empty();
      }
    } catch (IOException | ClassNotFoundException | RuntimeException e) {
      LOG.warn("{} cannot be read; the cell begins anew", file, e);
      return Optional.empty();
    }
  }

  /** Reads objects of this program's and of Java's own classes, and no others. */
  private static final class OwnObjects extends ObjectInputStream {
    OwnObjects(InputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass type)
        throws IOException, ClassNotFoundException {
      String name = type.getName().replaceFirst("^\\[+L?", "");
      if (name.length() > 2 && !name.startsWith("dev.polysweep.") && !name.startsWith("java.")) {
        throw new InvalidClassException(type.getName(), "not a class of a checkpoint");
      }
      return Class.forName(type.getName(), false, Thread.currentThread().getContextClassLoader());
    }
  }
}

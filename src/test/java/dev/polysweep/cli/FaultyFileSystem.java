package dev.polysweep.cli;

import dev.polysweep.spark.session.LocalFiles;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system with a fault in it, for machines on which nobody may mount a small or a
 * read-only one. System property {@value #FAULT}: {@code full:N} lets N bytes more be written,
 * {@code readonly} nothing, {@code slow} moves waves into place slowly, anything else does nothing.
 * Takes the place of the local file system by {@value #INSTALLED}.
 */
public final class FaultyFileSystem extends LocalFiles {

  /** Property that says what is wrong. */
  static final String FAULT = "polysweep.test.fault";

  /** Property that installs it, which names this class. */
  static final String PROPERTY = "spark.hadoop.fs.file.impl";

  /** Option of the virtual machine that does so. */
  static final String INSTALLED = "-D" + PROPERTY + "=dev.polysweep.cli.FaultyFileSystem";

  /** How long it takes in a slow file system to move a directory of a wave. */
  static final int SLOW = 100; // ms

  /** Used by Hadoop. */
  public FaultyFileSystem() {
    super(new Faulty());
  }

  /** Uses up so many bytes of what may still be written. */
  private static synchronized void use(long bytes) throws IOException {
    String fault = System.getProperty(FAULT, "");
    if (fault.equals("readonly")) {
      throw new IOException("Read-only file system");
    }
    if (fault.startsWith("full:")) {
      long left = Long.parseLong(fault.substring("full:".length())) - bytes;
      if (left < 0) {
        throw new IOException("No space left on device");
      }
      System.setProperty(FAULT, "full:" + left);
    }
  }

  private static final class Faulty extends Raw {

    @Override
    public FSDataOutputStream create(
        Path file,
        FsPermission permission,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      use(0);
      return limited(
          super.create(file, permission, overwrite, buffer, replication, block, progress));
    }

    @Override
    public FSDataOutputStream create(
        Path file,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      use(0);
      return limited(super.create(file, overwrite, buffer, replication, block, progress));
    }

    @Override
    public boolean mkdirs(Path folder) throws IOException {
      if (!exists(folder)) {
        use(0);
      }
      return super.mkdirs(folder);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
      use(0);
      if (System.getProperty(FAULT, "").equals("slow") && to.getName().startsWith("wave=")) {
        pause();
      }
      return super.rename(from, to);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
      if (exists(path)) {
        use(0);
      }
      return super.delete(path, recursive);
    }

    private static void pause() throws IOException {
      try {
        Thread.sleep(SLOW);
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
    }

    private static FSDataOutputStream limited(FSDataOutputStream out) throws IOException {
      return new FSDataOutputStream(new Limited(out), null);
    }
  }

  private static final class Limited extends FilterOutputStream {

    Limited(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      use(1);
      out.write(value);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      use(length);
      out.write(bytes, from, length);
    }
  }
}

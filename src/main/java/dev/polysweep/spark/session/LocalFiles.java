package dev.polysweep.spark.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's file system of this machine, changed in two ways. It sets permissions by Java's own
 * means, because Hadoop starts the program {@code chmod} for each new file unless its native
 * library is installed: 163 times in the taming sweep. And it writes no checksum files: pages of
 * Parquet have checksums of their own, and a reader that is given a whole folder would take a
 * checksum file for a part of the table.
 */
public class LocalFiles extends LocalFileSystem {

  /** Constructor for Hadoop, which creates file systems by the names of their classes. */
  public LocalFiles() {
    this(new Raw());
  }

  /** A file system that reads and writes by another one without checksums. */
  protected LocalFiles(Raw raw) {
    super(raw);
    setWriteChecksum(false);
  }

  /** What sets the permissions. */
  protected static class Raw extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      java.nio.file.Path file = pathToFile(path).toPath();
      boolean ordinary = (permission.toShort() & ~0777) == 0; // not the sticky bit
      if (ordinary && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(text(permission)));
      } else {
        super.setPermission(path, permission);
      }
    }

    /** A permission as nine characters, such as {@code rwxr-xr-x}. */
    private static String text(FsPermission permission) {
      return permission.getUserAction().SYMBOL
          + permission.getGroupAction().SYMBOL
          + permission.getOtherAction().SYMBOL;
    }
  }
}

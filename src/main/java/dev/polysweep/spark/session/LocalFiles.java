package dev.polysweep.spark.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's file system of this machine, which sets permissions itself. Hadoop's own starts the
 * program chmod for each file it makes, unless its native library is installed: 163 times in the
 * taming sweep. It writes no checksum files either: pages of Parquet have sums of their own, and
 * who reads a whole folder would take such a file for a part of the table.
 */
public final class LocalFiles extends LocalFileSystem {

  /** For Hadoop, which makes file systems by the names of their classes. */
  public LocalFiles() {
    super(new Raw());
    setWriteChecksum(false);
  }

  private static final class Raw extends RawLocalFileSystem {
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

    /** Nine characters, like rwxr-xr-x. */
    private static String text(FsPermission permission) {
      return permission.getUserAction().SYMBOL
          + permission.getGroupAction().SYMBOL
          + permission.getOtherAction().SYMBOL;
    }
  }
}

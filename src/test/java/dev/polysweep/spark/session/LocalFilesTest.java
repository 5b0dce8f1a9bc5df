package dev.polysweep.spark.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class LocalFilesTest {

  @TempDir java.nio.file.Path folder;

  @Test
  void permissionsAreThoseAskedFor() throws Exception {
    Configuration conf = new Configuration();
    conf.set("fs.file.impl", LocalFiles.class.getName());
    conf.set("fs.permissions.umask-mode", "027");
    try (FileSystem files = FileSystem.newInstance(URI.create("file:///"), conf)) {
      assertInstanceOf(LocalFiles.class, files);
      java.nio.file.Path file = folder.resolve("a file");
      files.create(new Path(file.toUri()), true).close();
      assertEquals("rw-r-----", permissions(file));
      for (String wanted : new String[] {"---------", "rwx------", "rw-r--r--", "r-x-wx--x"}) {
        files.setPermission(new Path(file.toUri()), FsPermission.valueOf("-" + wanted));
        assertEquals(wanted, permissions(file));
      }
      // The sticky bit is none of Java's, so chmod sets it.
      java.nio.file.Path shared = Files.createDirectory(folder.resolve("shared"));
      files.setPermission(new Path(shared.toUri()), new FsPermission((short) 01755));
      assertEquals(01755, (int) Files.getAttribute(shared, "unix:mode") & 07777);
    }
  }

  private static String permissions(java.nio.file.Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}

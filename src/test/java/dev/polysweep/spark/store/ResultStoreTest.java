package dev.polysweep.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files of a results folder are there at every moment, as they were or as they are to be. */
class ResultStoreTest {

  @TempDir private Path folder;

  /** A file system whose process dies when a file is moved, with all that it did before. */
  public static final class DiesWhenMoving extends LocalFileSystem {
    public DiesWhenMoving() {
      super(
          new RawLocalFileSystem() {
            @Override
            public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
                throws IOException {
              throw new IOException("killed");
            }
          });
    }
  }

  @Test
  void aFileIsReplacedAtOnce() throws IOException {
    ResultStore store = new ResultStore(folder.toString(), new Configuration());
    assertNull(store.read("sweep.yaml"));
    store.write("sweep.yaml", "one");
    store.write("sweep.yaml", "two");
    assertEquals("two", store.read("sweep.yaml"));
    assertEquals("two", Files.readString(folder.resolve("sweep.yaml")));
    assertFalse(Files.exists(folder.resolve(".sweep.yaml.crc")), "would be of the older one");
  }

  @Test
  void aCrashLeavesTheFileAsItWas() throws IOException {
    new ResultStore(folder.toString(), new Configuration()).write("sweep.yaml", "one");
    Configuration dying = new Configuration();
    dying.set("fs.file.impl", DiesWhenMoving.class.getName());
    dying.setBoolean("fs.file.impl.disable.cache", true);
    ResultStore store = new ResultStore(folder.toString(), dying);
    assertThrows(IOException.class, () -> store.write("sweep.yaml", "two"));
    assertEquals("one", Files.readString(folder.resolve("sweep.yaml")));
    assertEquals("one", store.read("sweep.yaml"));
  }

  /** Where a file cannot be replaced at once, the new one is found where it was written. */
  @Test
  void aFileThatWasNotMovedYetIsFound() throws IOException {
    ResultStore store = new ResultStore(folder.toString(), new Configuration());
    Files.writeString(folder.resolve("_sweep.yaml.new"), "new");
    store.discardStaging();
    assertEquals("new", store.read("sweep.yaml"));
  }
}

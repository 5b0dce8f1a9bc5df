package dev.polysweep.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.complex.Complex;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredCheckpointTest {

  @TempDir private java.nio.file.Path folder;

  private StoredCheckpoint of(String version, double seconds) {
    return new StoredCheckpoint(
        new Path(folder.resolve("_checkpoints/cell").toUri()),
        new Configuration(false),
        version,
        seconds);
  }

  private List<String> files() throws IOException {
    try (var all = Files.list(folder.resolve("_checkpoints"))) {
      return all.map(f -> f.getFileName().toString()).filter(f -> !f.endsWith(".crc")).toList();
    }
  }

  @Test
  void theLastOneIsReadAndNoOtherFileIsLeft() throws IOException {
    assertEquals(Optional.empty(), of("1", 300).load());
    StoredCheckpoint checkpoint = of("1", 300);
    checkpoint.save(new Matrix(1, 2, new float[] {1, 2}));
    checkpoint.save(new Matrix(1, 2, new float[] {3, 4}));
    assertEquals(Optional.of(new Matrix(1, 2, new float[] {3, 4})), of("1", 300).load());
    assertEquals(List.of("cell"), files());
  }

  @Test
  void anotherVersionOfTheProgramBeginsAnew() throws IOException {
    of("1", 300).save("state");
    assertEquals(Optional.empty(), of("2", 300).load());
    assertEquals(Optional.of("state"), of("1", 300).load());
  }

  @Test
  void aFileThatIsBrokenIsNoCheckpoint() throws IOException {
    of("1", 300).save("state");
    byte[] bytes = Files.readAllBytes(folder.resolve("_checkpoints/cell"));
    Files.write(folder.resolve("_checkpoints/cell"), Arrays.copyOf(bytes, bytes.length - 3));
    assertEquals(Optional.empty(), of("1", 300).load());
  }

  /** Objects of other libraries are not made from a file. */
  @Test
  void classesThatNoStateHasAreRefused() throws IOException {
    of("1", 300).save(new Complex(1, 2));
    assertEquals(Optional.empty(), of("1", 300).load());
  }

  /** What cannot be written leaves the checkpoint before it. */
  @Test
  void aFailureLeavesTheOneBefore() throws IOException {
    StoredCheckpoint checkpoint = of("1", 300);
    checkpoint.save("before");
    assertThrows(
        NotSerializableException.class,
        () -> checkpoint.save(new ArrayList<>(List.of(new Object()))));
    assertEquals(Optional.of("before"), of("1", 300).load());
    assertEquals(List.of("cell"), files());
  }

  @Test
  void isDueWhenTheTimeHasPassed() throws IOException {
    assertFalse(of("1", 300).due());
    assertTrue(of("1", 0).due());
  }
}

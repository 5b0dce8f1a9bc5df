package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged weight files are analysed or refused with one line, never more: bytes flipped, replaced
 * by telling ones, cut out, doubled, the file cut short or grown.
 */
class WeightsFuzzTest {

  private static final int MUTANTS = 400; // of each file
  private static final byte[] TELLING =
      "{}[](),:'\"<>\\-0129eEf4\0\n\u007f".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void safetensors() throws IOException {
    fuzz(Fixtures.folder().resolve("explorer_4x12.safetensors"), 1);
  }

  @Test
  void npy() throws IOException {
    fuzz(Fixtures.folder().resolveSibling("tensors").resolve("le_f8_F_v1.npy"), 2);
  }

  private void fuzz(Path original, long seed) throws IOException {
    byte[] sound = Files.readAllBytes(original);
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = sound;
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        mutant = mutated(mutant, random);
      }
      Path file = Files.write(folder.resolve("mutant"), mutant);
      Child.Ended ended = InProcess.run("analyze", file.toString(), "--width", "80");
      String which = original.getFileName() + ", mutant " + i + ": " + ended;
      assertTrue(ended.code() == 0 || ended.code() == 2, which);
      if (ended.code() == 2) {
        refused++;
        assertEquals("", ended.out(), which);
        assertEquals(1, ended.err().lines().count(), which);
        assertTrue(ended.err().startsWith("polysweep: " + file), which);
      } else {
        assertEquals("", ended.err(), which);
      }
    }
    assertTrue(refused > MUTANTS / 4 && refused < MUTANTS, "refused " + refused);
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return new byte[] {1};
    }
    // Half of the changes in the header, where they do most.
    int reach = random.nextBoolean() ? Math.min(bytes.length, 160) : bytes.length;
    int at = random.nextInt(reach);
    byte[] mutant = bytes.clone();
    switch (random.nextInt(6)) {
      case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> mutant[at] = TELLING[random.nextInt(TELLING.length)];
      case 2 -> mutant[at] = (byte) random.nextInt(256);
      case 3 -> mutant = Arrays.copyOf(mutant, at);
      case 4 -> mutant = Arrays.copyOf(mutant, mutant.length + 1 + random.nextInt(9));
      default -> {
        int length = Math.min(1 + random.nextInt(8), bytes.length - at);
        boolean cut = random.nextBoolean();
        mutant = Arrays.copyOf(bytes, bytes.length + (cut ? -length : length));
        int from = cut ? at + length : at;
        System.arraycopy(bytes, from, mutant, cut ? at : at + length, bytes.length - from);
      }
    }
    return mutant;
  }
}

package dev.polysweep.metric.dictionary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polysweep.math.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The directions that several dictionaries have, on constructed ones. */
class ConsensusDictionaryTest {

  private static final int NONE = -1;

  /** Three dictionaries of three latents in the plane. */
  private static final List<Matrix> DECODERS =
      List.of(
          new Matrix(3, 2, new float[] {1, 0, 0, 2, 3, 3}),
          new Matrix(3, 2, new float[] {0, 5, 4, 3, -1, 0}),
          new Matrix(3, 2, new float[] {0, 1, 1, -1, 3, 4}));

  @Test
  void anEntryIsALatentWithItsPartners() {
    int[][][] partner = {
      {null, {1, 0, NONE}, {NONE, 0, NONE}},
      {{1, 0, NONE}, null, {0, NONE, NONE}},
      {{1, NONE, NONE}, {0, NONE, NONE}, null}
    };
    List<ConsensusDictionary.Entry> entries = ConsensusDictionary.of(DECODERS, partner).entries();
    assertEquals(2, entries.size());
    // (0, 1) is in all three; (1, 0) of the first comes back as (0.8, 0.6), which is half of two
    // others
    assertArrayEquals(new int[] {1, 0, 0}, entries.get(0).latent());
    assertEquals(3, entries.get(0).dictionaries());
    assertArrayEquals(new float[] {0, 1}, entries.get(0).direction());
    assertEquals(1, entries.get(0).cosine(), 1e-12);
    assertArrayEquals(new int[] {0, 1, NONE}, entries.get(1).latent());
    double norm = Math.hypot(1.8, 0.6);
    assertEquals(1.8 / norm, entries.get(1).direction()[0], 1e-7);
    assertEquals((1.8 / norm + (1.8 * 0.8 + 0.6 * 0.6) / norm) / 2, entries.get(1).cosine(), 1e-7);
  }

  /** A chain does not become one entry: the middle latent goes to whoever chooses first. */
  @Test
  void aLatentBelongsToOneEntry() {
    int[][][] partner = {
      {null, {0, NONE, NONE}, {1, NONE, NONE}},
      {{0, NONE, NONE}, null, {0, NONE, NONE}},
      {{NONE, 0, NONE}, {0, NONE, NONE}, null}
    };
    List<ConsensusDictionary.Entry> entries = ConsensusDictionary.of(DECODERS, partner).entries();
    assertEquals(1, entries.size());
    assertArrayEquals(new int[] {0, 0, 1}, entries.get(0).latent());
  }

  @Test
  void shapesMustBeEqual() {
    List<Matrix> two = List.of(new Matrix(2, 3), new Matrix(3, 2));
    assertThrows(
        IllegalArgumentException.class, () -> ConsensusDictionary.of(two, new int[2][2][2]));
  }
}

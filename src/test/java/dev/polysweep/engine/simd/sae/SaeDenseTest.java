package dev.polysweep.engine.simd.sae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import org.junit.jupiter.api.Test;

class SaeDenseTest {

  /** A dense product and a sum over lists are the same bits. */
  @Test
  void bitsAreThoseOfTheLists() {
    RandomStream random = new RandomStream(1, StreamId.ANALYSIS);
    for (int[] size : new int[][] {{1, 1, 64}, {7, 50, 64}, {13, 33, 192}, {36, 100, 128}}) {
      int lists = size[0];
      int rows = size[1];
      int stride = size[2];
      float[] m = new float[rows * stride];
      for (int i = 0; i < m.length; i++) {
        m[i] = (float) random.nextGaussian();
      }
      int first = 2; // lists that are not asked for
      int[] start = new int[first + lists + 1];
      int[] index = new int[(first + lists) * rows];
      float[] weight = new float[index.length];
      int n = 0;
      for (int l = 0; l < first + lists; l++) {
        for (int r = 0; r < rows; r++) {
          if (random.nextDouble() < 0.6) {
            index[n] = r;
            weight[n++] = (float) random.nextGaussian();
          }
        }
        start[l + 1] = n;
      }
      float[] expected = new float[lists * stride];
      for (int l = 0; l < lists; l++) {
        for (int c = 0; c < stride; c += SaeRows.chunk()) {
          SaeRows.combine(
              index,
              weight,
              start[first + l],
              start[first + l + 1],
              m,
              stride,
              c,
              expected,
              l * stride);
        }
      }
      SaeDense dense = new SaeDense();
      try (SaeWorkers workers = new SaeWorkers(2)) {
        dense.pack(m, rows, stride, workers);
      }
      float[] scratch = new float[SaeDense.padded(lists) * rows];
      java.util.Arrays.fill(scratch, 9); // of another block
      float[] out = new float[3 + SaeDense.padded(lists) * stride];
      dense.combine(index, weight, start, first, lists, scratch, out, 3);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(
            Float.floatToRawIntBits(expected[i]), Float.floatToRawIntBits(out[3 + i]), "" + i);
      }
    }
  }

  @Test
  void paysWhereListsAreFull() {
    assertTrue(SaeDense.pays(50, 10, 10));
    assertFalse(SaeDense.pays(30, 10, 10));
    assertTrue(SaeDense.pays(1L << 32, 1 << 17, 1 << 16));
  }
}

package dev.polysweep.engine.simd.sae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polysweep.engine.sae.ActiveLatents;
import dev.polysweep.engine.sae.SaeSelection;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionKernelsTest {

  /** Kernels against the plain loops of each rule, ties included: the same entries in order. */
  @Test
  void selectWhatTheRuleSays() {
    RandomStream random = new RandomStream(3, StreamId.ANALYSIS);
    SelectionKernels kernels = new SelectionKernels();
    for (int dSae : new int[] {1, 7, 16, 63, 64, 65, 200}) {
      float[] z = new float[SaeTile.padded(dSae) + 5];
      for (int draw = 0; draw < 20; draw++) {
        for (int f = 0; f < dSae; f++) {
          // Coarse values, so that many are equal; some rows have none above 0.
          z[5 + f] = Math.round(4 * random.nextGaussian() - draw) / 4f;
        }
        for (SaeSelection rule :
            List.of(
                SaeSelection.Above.ZERO,
                new SaeSelection.Above(0.5f),
                new SaeSelection.Largest(1),
                new SaeSelection.Largest(Math.min(dSae, 6)),
                new SaeSelection.Largest(dSae),
                new SaeSelection.LargestOfBatch(2))) {
          ActiveLatents expected = new ActiveLatents(1);
          ActiveLatents found = new ActiveLatents(1);
          int size = rule.select(z, 5, dSae, null, expected, 0);
          assertEquals(size, kernels.select(rule, z, 5, dSae, null, found, 0), rule.toString());
          assertArrayEquals(
              Arrays.copyOf(expected.latent, size), Arrays.copyOf(found.latent, size));
          assertArrayEquals(Arrays.copyOf(expected.act, size), Arrays.copyOf(found.act, size));
        }
      }
    }
  }
}

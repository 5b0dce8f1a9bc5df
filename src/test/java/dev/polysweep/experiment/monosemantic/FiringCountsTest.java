package dev.polysweep.experiment.monosemantic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polysweep.data.SparseSamples;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.dictionary.FiringScore;
import dev.polysweep.metric.dictionary.LatentDetection;
import org.junit.jupiter.api.Test;

/** Three samples: features {0, 1}, {1}, {0, 2}; latents {2}, {0, 2}, {1, 2}. */
class FiringCountsTest {

  private static FiringCounts counts(int[] latentOf, int[] featureOf) {
    FiringCounts counts = new FiringCounts(latentOf, featureOf);
    counts.add(
        new SparseSamples(
            new Matrix(3, 1), new int[] {0, 2, 3, 5}, new int[] {0, 1, 1, 0, 2}, new float[5]),
        new SaeCodes(
            3,
            4,
            new int[] {0, 1, 3, 5},
            new int[] {2, 0, 2, 1, 2, 9, 9}, // room for more than there are
            new float[] {1, 1, 1, 1, 1, 0, 0}));
    return counts;
  }

  @Test
  void featuresAreScoredByTheirLatents() {
    // Feature 0 fires 2 times, its latent 2 3 times, both 2; 1: 2, 1, 1; 2 has no latent.
    FiringScore score = counts(new int[] {2, 0, -1, 3}, new int[4]).ofFeatures();
    assertEquals((2.0 / 3 + 1 + 0) / 3, score.precision(), 1e-12);
    assertEquals((1 + 0.5 + 0) / 3, score.recall(), 1e-12);
    assertEquals((4.0 / 5 + 2.0 / 3 + 0) / 3, score.f1(), 1e-12);
  }

  @Test
  void latentsAreScoredByTheirFeatures() {
    // Two latents of feature 1: firing 1 and 3 times, 1 and 2 of them with it; 1 for 2; 3 is dead.
    LatentDetection score = counts(new int[4], new int[] {1, 2, 1, 0}).ofLatents();
    assertEquals((2.0 / 3 + 1 + 4.0 / 5 + 0) / 4, score.f1(), 1e-12);
    assertEquals((1 + 1 + 2.0 / 3 + 0) / 4, score.precision(), 1e-12);
    assertEquals((1.0 / 2 + 1 + 1 + 0) / 4, score.recall(), 1e-12);
    assertEquals((2 + 3 + 2 + 1) / 3.0 / 4, score.accuracy(), 1e-12);
  }
}

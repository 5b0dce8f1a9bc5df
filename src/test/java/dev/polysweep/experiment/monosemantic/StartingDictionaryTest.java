package dev.polysweep.experiment.monosemantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.experiment.monosemantic.WeightSettings.Start;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import org.junit.jupiter.api.Test;

/** Controls that need no training, on activations whose directions are known. */
class StartingDictionaryTest {

  private static final float[] MEAN = {3, -2, 1};

  /** Spread 4, 2 and 0.5 along the axes. */
  private static Matrix samples() {
    RandomStream random = new RandomStream(3, StreamId.DATA);
    float[] spread = {2, 4, 0.5f};
    Matrix x = new Matrix(500, 3);
    for (int s = 0; s < 500; s++) {
      for (int i = 0; i < 3; i++) {
        x.set(s, i, MEAN[i] + spread[i] * (float) random.nextGaussian());
      }
    }
    return x;
  }

  @Test
  void principalDirectionsComeByVarianceWithTheirOpposites() {
    SaeParameters random = SaeParameters.random(3, 8, 1);
    SaeParameters pca = StartingDictionary.of(Start.PCA, random, samples(), 2, 1);
    int[] axis = {1, 1, 0, 0, 2, 2};
    for (int f = 0; f < 6; f++) {
      assertEquals(1, Math.abs(pca.wDec().get(f, axis[f])), 0.01, "row " + f);
      assertEquals(pca.wDec().get(f, axis[f]), -pca.wDec().get(f ^ 1, axis[f]));
      assertEquals(pca.wDec().get(f, 0), pca.wEnc().get(0, f));
    }
    assertEquals(random.wDec().rows(6, 8), pca.wDec().rows(6, 8));
    for (int i = 0; i < 3; i++) {
      assertEquals(2 * MEAN[i], pca.bDec()[i], 0.8);
    }
    assertSame(random, StartingDictionary.of(Start.RANDOM, random, samples(), 2, 1));
  }

  /** Each sample is near one of the two ends of an axis. */
  @Test
  void centresAreThoseOfTheClusters() {
    Matrix x = new Matrix(400, 3);
    RandomStream random = new RandomStream(4, StreamId.DATA);
    for (int s = 0; s < 400; s++) {
      for (int i = 0; i < 3; i++) {
        x.set(s, i, (i == 1 ? s % 2 == 0 ? 5 : -5 : 0) + 0.1f * (float) random.nextGaussian());
      }
    }
    SaeParameters means =
        StartingDictionary.of(Start.KMEANS, SaeParameters.random(3, 2, 1), x, 1, 1);
    assertTrue(means.wDec().get(0, 1) * means.wDec().get(1, 1) < -0.99f);
  }
}

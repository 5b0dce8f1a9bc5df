package dev.polysweep.metric.dictionary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import org.junit.jupiter.api.Test;

/** Dictionaries against a known truth, on constructed cases. */
class DictionaryMatchTest {

  private static final Matrix AXES = new Matrix(2, 2, new float[] {1, 0, 0, 1});

  @Test
  void aPermutedScaledTruthIsFound() {
    Matrix dictionary = new Matrix(3, 2, new float[] {0, 5, 0, 0, 0.1f, 0});
    DictionaryMatch match = DictionaryMatch.of(AXES, dictionary);
    assertEquals(1, match.mmcs(), 1e-12);
    assertEquals(1, match.mcc(), 1e-12);
    assertArrayEquals(new int[] {2, 0}, match.latent());
    assertArrayEquals(new int[] {1, 0, 0}, match.nearest());
  }

  /** One latent between two features serves both for mmcs and one for mcc. */
  @Test
  void aSharedLatentCountsTwiceOnlyForMmcs() {
    Matrix dictionary = new Matrix(2, 2, new float[] {1, 1, -1, 0});
    DictionaryMatch match = DictionaryMatch.of(AXES, dictionary);
    assertEquals(Math.sqrt(0.5), match.mmcs(), 1e-7);
    // |c|: (0, 0) and (1, 1): √½ + 0; (0, 1) and (1, 0): 1 + √½.
    assertEquals((1 + Math.sqrt(0.5)) / 2, match.mcc(), 1e-7);
    // c: √½ + 0 is more than −1 + √½.
    assertArrayEquals(new int[] {0, 1}, match.latent());
    assertEquals(0.5, match.uniqueness());
  }

  @Test
  void withTooFewLatentsTheMeanIsOverPairs() {
    DictionaryMatch match = DictionaryMatch.of(AXES, new Matrix(1, 2, new float[] {0.6f, 0.8f}));
    assertEquals(0.7, match.mmcs(), 1e-6);
    assertEquals(0.8, match.mcc(), 1e-6);
    assertArrayEquals(new int[] {-1, 0}, match.latent());
  }

  @Test
  void opposedDirectionsDoNotMatch() {
    assertEquals(
        -1,
        DictionaryMatch.of(new Matrix(1, 1, new float[] {1}), new Matrix(1, 1, new float[] {-2}))
            .mmcs());
    assertThrows(IllegalArgumentException.class, () -> DictionaryMatch.of(AXES, new Matrix(2, 3)));
  }

  /** Against all permutations. */
  @Test
  void assignmentsAreTheBest() {
    RandomStream random = new RandomStream(1, StreamId.ANALYSIS);
    for (int trial = 0; trial < 200; trial++) {
      int rows = 1 + random.nextInt(6);
      int cols = 1 + random.nextInt(6);
      double[][] gain = new double[rows][cols];
      for (double[] row : gain) {
        for (int c = 0; c < cols; c++) {
          // Ties in every second trial.
          row[c] = trial % 2 == 0 ? random.nextInt(3) : random.nextGaussian();
        }
      }
      int[] columns = LinearAssignment.largest(gain);
      double sum = 0;
      int pairs = 0;
      boolean[] taken = new boolean[cols];
      for (int r = 0; r < rows; r++) {
        if (columns[r] >= 0) {
          assertTrue(!taken[columns[r]], "a column twice");
          taken[columns[r]] = true;
          sum += gain[r][columns[r]];
          pairs++;
        }
      }
      assertEquals(Math.min(rows, cols), pairs);
      assertEquals(best(gain, 0, new boolean[cols], Math.max(0, rows - cols)), sum, 1e-9);
    }
  }

  private static double best(double[][] gain, int row, boolean[] taken, int skips) {
    if (row == gain.length) {
      return 0;
    }
    double most = skips > 0 ? best(gain, row + 1, taken, skips - 1) : Double.NEGATIVE_INFINITY;
    for (int c = 0; c < taken.length; c++) {
      if (!taken[c]) {
        taken[c] = true;
        most = Math.max(most, gain[row][c] + best(gain, row + 1, taken, skips));
        taken[c] = false;
      }
    }
    return most;
  }

  @Test
  void firingScoresAreMeansOverFeaturesThatFire() {
    // Perfect; half right; never active although the feature is; a feature that never is.
    FiringScore score =
        FiringScore.of(
            new long[] {10, 5, 0, 0}, new long[] {10, 20, 4, 0}, new long[] {10, 10, 0, 7});
    assertEquals((1 + 0.5 + 0) / 3, score.precision(), 1e-12);
    assertEquals((1 + 0.25 + 0) / 3, score.recall(), 1e-12);
    assertEquals((1 + 1.0 / 3 + 0) / 3, score.f1(), 1e-12);
    assertTrue(Double.isNaN(FiringScore.of(new long[1], new long[1], new long[1]).f1()));
  }

  @Test
  void latentsScoreForTheFeaturesThatTheyAreNearestTo() {
    // An opposed latent is as near as one along it.
    assertArrayEquals(
        new int[] {1, 0},
        DictionaryMatch.of(AXES, new Matrix(2, 2, new float[] {0.1f, -1, 1, 0.9f})).nearest());
    // Perfect; a third right; never active; active, its feature never.
    LatentDetection score =
        LatentDetection.of(
            new long[] {10, 5, 0, 0}, new long[] {10, 20, 4, 0}, new long[] {10, 10, 0, 7}, 40);
    assertEquals((1 + 1.0 / 3 + 0 + 0) / 4, score.f1(), 1e-12);
    assertEquals((1 + 0.5 + 0 + 0) / 4, score.precision(), 1e-12);
    assertEquals((1 + 0.25 + 0 + 0) / 4, score.recall(), 1e-12);
    assertEquals((40 + 20 + 36 + 33) / 160.0, score.accuracy(), 1e-12);
  }
}

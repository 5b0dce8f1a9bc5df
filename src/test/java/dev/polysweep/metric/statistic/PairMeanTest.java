package dev.polysweep.metric.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import org.junit.jupiter.api.Test;

class PairMeanTest {

  @Test
  void fewThings() {
    assertTrue(Double.isNaN(PairMean.of(new double[1][1]).mean()));
    PairMean three = PairMean.of(new double[][] {{}, {1}, {2, 6}});
    assertEquals(3, three.mean(), 1e-12);
    assertNull(three.ci95Low());
  }

  /**
   * (x_i − x_j)²/2 has the mean σ² over pairs, and the interval covers it about 95 % of the time.
   */
  @Test
  void theIntervalCovers() {
    RandomStream random = new RandomStream(1, StreamId.ANALYSIS);
    int covered = 0;
    for (int trial = 0; trial < 1000; trial++) {
      double[] x = new double[30];
      for (int i = 0; i < x.length; i++) {
        x[i] = random.nextDouble(0, 1);
      }
      double[][] value = new double[x.length][x.length];
      for (int i = 0; i < x.length; i++) {
        for (int j = 0; j < i; j++) {
          value[i][j] = (x[i] - x[j]) * (x[i] - x[j]) / 2;
        }
      }
      PairMean mean = PairMean.of(value);
      covered += mean.ci95Low() <= 1.0 / 12 && 1.0 / 12 <= mean.ci95High() ? 1 : 0;
    }
    assertEquals(950, covered, 30); // binomial sd 6.9, and the jackknife is approximate
  }
}

package dev.polysweep.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.polysweep.report.compare.Comparison.MetricDifference;
import org.junit.jupiter.api.Test;

class PooledDifferenceTest {

  /** Student's interval of the seeds' means, from the closed form. */
  @Test
  void seedsAreTheSample() {
    PooledDifference pooled = new PooledDifference();
    double[][] differences = {{1, 3}, {2, 2}, {6, 0}}; // seed × configuration
    for (int seed = 0; seed < 3; seed++) {
      for (int configuration = 0; configuration < 2; configuration++) {
        pooled.add(seed, 10, 10 + differences[seed][configuration]);
      }
    }
    MetricDifference difference = pooled.of("score", "");
    assertEquals(6, difference.cells());
    assertEquals(1, difference.same());
    assertEquals(10, difference.meanA());
    assertEquals(14 / 6.0, difference.meanB() - 10, 1e-12);
    assertEquals(6, difference.largest());
    double mean = (2 + 2 + 3) / 3.0;
    double sd = Math.sqrt(1 / 3.0);
    assertEquals(3, difference.contrast().n());
    assertEquals(mean, difference.contrast().delta(), 1e-12);
    assertEquals(
        mean + 4.302652729911275 * sd / Math.sqrt(3), difference.contrast().ci95High(), 1e-9);
  }

  @Test
  void oneSeedHasNoInterval() {
    PooledDifference pooled = new PooledDifference();
    pooled.add(4, 1, 2);
    pooled.add(4, 1, 4);
    MetricDifference difference = pooled.of("score", "");
    assertEquals(2, difference.contrast().delta());
    assertNull(difference.contrast().ci95Low());
  }
}

package dev.polysweep.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polysweep.metric.geometry.IsotropicCosine;
import dev.polysweep.metric.geometry.LeafOrder;
import dev.polysweep.metric.statistic.Detectable;
import org.junit.jupiter.api.Test;

class OverlapOrderTest {

  /** {@code scipy.special.betainc(0.5, (d - 1) / 2, x * x)}; d = 3 is uniform in |cos|. */
  @Test
  void theCosineOfRandomDirections() {
    assertEquals(0.3, IsotropicCosine.cdf(0.3, 3), 1e-14);
    assertEquals(2 / Math.PI * Math.asin(0.4), IsotropicCosine.cdf(0.4, 2), 1e-14);
    assertEquals(0.5899279281014113, IsotropicCosine.cdf(0.25, 12), 1e-12);
    assertEquals(1, IsotropicCosine.cdf(1, 5));
  }

  /** Two clusters, {0, 2} and {1, 3}, as SciPy's average linkage finds them. */
  @Test
  void similarDirectionsStandTogether() {
    float[] cosine = {
      1, 0.1f, -0.9f, 0.2f, 0.1f, 1, 0.2f, 0.8f, -0.9f, 0.2f, 1, 0.1f, 0.2f, 0.8f, 0.1f, 1
    };
    assertArrayEquals(new int[] {0, 2, 1, 3}, LeafOrder.of(cosine, 4));
    assertArrayEquals(new int[0], LeafOrder.of(new float[0], 0));
  }

  /**
   * Within 4 % of the exact power: the difference of which the noncentral t test of {@code n} pairs
   * with sd 1 has a power of 0.8 is, by SciPy, the number given.
   */
  @Test
  void theSmallestDifferenceThatWouldBeFound() {
    check(4, 2.127949, 3.182446305);
    check(10, 0.996002, 2.262157163);
    check(30, 0.529236, 2.045229642);
  }

  private static void check(int n, double exact, double t) {
    double half = t / Math.sqrt(n);
    assertEquals(1, Detectable.of(n, -half, half) / exact, 0.04, n + " pairs");
  }
}

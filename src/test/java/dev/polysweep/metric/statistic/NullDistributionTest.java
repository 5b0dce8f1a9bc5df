package dev.polysweep.metric.statistic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NullDistributionTest {

  private final NullDistribution distribution = NullDistribution.of(new double[] {3, 1, 2, 2});

  @Test
  void describesItsDraws() {
    assertEquals(4, distribution.sorted().length);
    assertEquals(2, distribution.mean());
    assertEquals(Math.sqrt(2 / 3.0), distribution.sd(), 1e-15);
    assertArrayEquals(new double[] {1, 2, 2, 3}, distribution.sorted());
  }

  @Test
  void countsTheObservedValueAndTies() {
    assertEquals(4 / 5.0, distribution.pMore(2));
    assertEquals(4 / 5.0, distribution.pLess(2));
    assertEquals(1 / 5.0, distribution.pMore(3.5));
    assertEquals(1, distribution.pLess(3.5));
    assertEquals(2 / 5.0, distribution.pLess(1));
    assertEquals(2 / 5.0, distribution.pMore(2.5));
  }

  @Test
  void tiesSurviveRounding() {
    assertEquals(distribution.pMore(2), distribution.pMore(2 + 1e-14));
    assertEquals(distribution.pLess(2), distribution.pLess(2 - 1e-14));
  }

  @Test
  void calibratesByTheLogisticFunction() {
    double z = distribution.z(3);
    assertEquals(Math.sqrt(1.5), z, 1e-15);
    assertEquals(1 / (1 + Math.exp(-z)), distribution.calibrated(3), 1e-15);
    assertEquals(0.5, distribution.calibrated(2));
  }

  @Test
  void undefinedStaysUndefined() {
    double nan = Double.NaN;
    assertTrue(Double.isNaN(distribution.z(nan)));
    assertTrue(Double.isNaN(distribution.pMore(nan)));
    assertTrue(Double.isNaN(distribution.pLess(nan)));
    assertTrue(Double.isNaN(distribution.calibrated(nan)));
  }

  @Test
  void refusesWhatIsNoDistribution() {
    assertThrows(IllegalArgumentException.class, () -> NullDistribution.of(new double[] {1}));
    assertThrows(
        IllegalArgumentException.class, () -> NullDistribution.of(new double[] {1, Double.NaN}));
  }
}

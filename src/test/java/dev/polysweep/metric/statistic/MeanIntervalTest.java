package dev.polysweep.metric.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class MeanIntervalTest {

  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static double[] draw(Random random, int n, ToDoubleFunction<Random> one) {
    return random.doubles(n).map(ignored -> one.applyAsDouble(random)).toArray();
  }

  /** The share of 4 000 samples of ten whose interval covers the true mean. */
  private static double coverage(
      double min, double max, boolean whole, double mean, ToDoubleFunction<Random> one) {
    Random random = new Random(5);
    int covered = 0;
    for (int i = 0; i < 4000; i++) {
      MeanInterval interval = MeanInterval.of(draw(random, 10, one), min, max, whole);
      boolean none = interval.low() == null;
      covered += !none && interval.low() <= mean && mean <= interval.high() ? 1 : 0;
    }
    return covered / 4000.0;
  }

  private static double gamma(Random random, int shape) {
    double product = 1;
    for (int i = 0; i < shape; i++) {
      product *= 1 - random.nextDouble();
    }
    return -Math.log(product);
  }

  private static double poisson(Random random, double mean) {
    int count = -1;
    for (double time = 0; time < mean; count++) {
      time += gamma(random, 1);
    }
    return count;
  }

  @Test
  void everyKindCoversNineteenOfTwenty() {
    assertEquals(0.95, coverage(-INFINITY, INFINITY, false, 0, Random::nextGaussian), 0.02);
    assertEquals(0.95, coverage(0, INFINITY, false, 4, r -> gamma(r, 4)), 0.02);
    assertEquals(0.95, coverage(-INFINITY, 1, false, -3, r -> 1 - gamma(r, 4)), 0.02);
    ToDoubleFunction<Random> beta =
        r -> {
          double a = gamma(r, 2);
          return a / (a + gamma(r, 6));
        };
    assertEquals(0.95, coverage(0, 1, false, 0.25, beta), 0.02);
    assertEquals(0.95, coverage(0, INFINITY, true, 2, r -> poisson(r, 2)), 0.02);
    assertEquals(0.95, coverage(0, INFINITY, true, 20, r -> poisson(r, 20)), 0.02);
    // With ten seeds a share of 0 or 1 takes eleven values, so coverage jumps; this is an average.
    double flags = 0;
    for (int i = 1; i < 40; i++) {
      double p = i / 40.0;
      flags += coverage(0, 1, true, p, r -> r.nextDouble() < p ? 1 : 0) / 39;
    }
    assertEquals(0.95, flags, 0.02);
  }

  @Test
  void endsStayWithinTheRange() {
    double[] skewed = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1};
    MeanInterval flags = MeanInterval.of(skewed, 0, 1, true);
    Proportion wilson = new Proportion(2, 10);
    assertEquals(wilson.ci95Low(), flags.low());
    assertEquals(wilson.ci95High(), flags.high());
    double[] dead = {0, 1, 0, 0, 200, 0, 3, 0, 0, 0};
    MeanInterval counts = MeanInterval.of(dead, 0, INFINITY, true);
    assertTrue(counts.low() >= 0 && counts.low() < 20.4 && counts.high() > 20.4);
    double[] shares = {0, 0, 0, 0, 0, 0, 0.9, 0.1, 0, 0};
    MeanInterval share = MeanInterval.of(shares, 0, 1, false);
    assertTrue(share.low() >= 0 && share.high() <= 1 && share.high() > 0.1);
    MeanInterval explained = MeanInterval.of(new double[] {1, 0.9, 0.2}, -INFINITY, 1, false);
    assertTrue(explained.high() <= 1);
  }

  @Test
  void noneOfTenDeadIsNotSurelyNone() {
    MeanInterval none = MeanInterval.of(new double[10], 0, INFINITY, true);
    assertEquals(0, none.low());
    assertEquals(0.3688879, none.high(), 1e-7); // qgamma(0.975, 1) / 10
  }

  @Test
  void equalValuesAndSingleOnesHaveNoInterval() {
    assertNull(MeanInterval.of(new double[] {3, 3, 3}, 0, INFINITY, false).low());
    assertNull(MeanInterval.of(new double[] {3}, 0, INFINITY, false).high());
  }

  @Test
  void valuesOutsideTheirRangeGetStudentsInterval() {
    double[] values = {-0.2, 0.1, 0.4};
    SampleSummary student = SampleSummary.of(values);
    assertEquals(student.ci95Low(), MeanInterval.of(values, 0, INFINITY, false).low(), 1e-15);
  }
}

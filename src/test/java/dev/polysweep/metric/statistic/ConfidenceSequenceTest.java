package dev.polysweep.metric.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class ConfidenceSequenceTest {

  private static final double ALPHA = 0.05;

  /**
   * ln of the integral over δ ~ N(0, g) of the ratio of the likelihoods of t, by its definition.
   */
  private static double logMixture(int n, double t, double g) {
    double share = t * t / (n - 1);
    double spread = 1 + n * g;
    return -Math.log(spread) / 2 + n / 2.0 * (Math.log1p(share) - Math.log1p(share / spread));
  }

  @Test
  void atItsEndsTheMixtureIsOneOverAlpha() {
    double g = (2 * Math.log(20) + Math.log1p(2 * Math.log(20))) / 12;
    for (int n : new int[] {8, 10, 25, 100, 1000}) {
      double t = ConfidenceSequence.width(n, ALPHA);
      assertEquals(Math.log(20), logMixture(n, t, g), 1e-9, "n = " + n);
    }
  }

  @Test
  void itIsUnboundedAtFirstAndWiderThanStudentsIntervalAlways() {
    assertFalse(ConfidenceSequence.of(2, 1, 1, ALPHA).bounded());
    for (int n = 8; n <= 1000; n++) {
      double width = ConfidenceSequence.width(n, ALPHA);
      assertTrue(width > StudentT.quantile975(n - 1), "n = " + n);
      assertTrue(width < 6, "n = " + n + ": " + width);
    }
  }

  @Test
  void differencesThatDoNotVaryTellNothing() {
    double[] same = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    assertFalse(ConfidenceSequence.of(PairedContrast.of(same, new double[9]), ALPHA).bounded());
  }

  /** The share of sequences of 200 differences of mean 0 that leave out 0 at some n ≥ 2. */
  private static double misses(ToDoubleFunction<SplittableRandom> difference) {
    int missed = 0;
    int trials = 2000;
    for (int trial = 0; trial < trials; trial++) {
      SplittableRandom random = new SplittableRandom(trial);
      double sum = 0;
      double squares = 0;
      for (int n = 1; n <= 200; n++) {
        double d = difference.applyAsDouble(random);
        sum += d;
        squares += d * d;
        double mean = sum / n;
        double sem = Math.sqrt(Math.max(0, squares - n * mean * mean) / (n - 1.0) / n);
        if (n > 1 && Math.abs(mean) > sem * ConfidenceSequence.width(n, ALPHA)) {
          missed++;
          break;
        }
      }
    }
    return missed / (double) trials;
  }

  /** 2 000 trials know a share of .05 to ± .01 (two standard errors). */
  @Test
  void lookingAfterEveryPairCostsNoError() {
    double normal = misses(SplittableRandom::nextGaussian);
    assertTrue(normal <= 0.05 + 0.01, "normal: " + normal);
    assertTrue(normal >= 0.01, "so wide that it is of no use: " + normal);
    double heavy = misses(r -> r.nextGaussian() / Math.sqrt(squares(r, 3) / 3));
    assertTrue(heavy <= 0.05 + 0.01, "Student's t with 3 degrees of freedom: " + heavy);
    double skewedPairs = misses(r -> Math.exp(r.nextGaussian()) - Math.exp(r.nextGaussian()));
    assertTrue(skewedPairs <= 0.05 + 0.01, "differences of skewed values: " + skewedPairs);
    double flags = misses(r -> (r.nextInt(2) - r.nextInt(2)));
    assertTrue(flags <= 0.05 + 0.01, "differences of flags: " + flags);
  }

  private static double squares(SplittableRandom random, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double x = random.nextGaussian();
      sum += x * x;
    }
    return sum;
  }

  /** Students's interval, looked at as often, is wrong far more often than its level says. */
  @Test
  void studentsIntervalDoesNotStandSoManyLooks() {
    int missed = 0;
    for (int trial = 0; trial < 500; trial++) {
      double[] d = new SplittableRandom(trial).doubles(100, -1, 1).toArray();
      boolean miss = false;
      for (int n = 8; n <= 100 && !miss; n++) {
        PairedContrast contrast = PairedContrast.of(Arrays.copyOf(d, n), new double[n]);
        miss = contrast.ci95Low() > 0 || contrast.ci95High() < 0;
      }
      missed += miss ? 1 : 0;
    }
    assertTrue(missed > 0.15 * 500, missed + " of 500");
  }
}

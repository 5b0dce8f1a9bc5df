package dev.polysweep.metric.statistic;

import java.util.Arrays;

/**
 * The distribution of a metric under a null hypothesis, given by random draws, against which an
 * observed value is tested. Monte Carlo p-values count the observed value as one of the draws
 * (Phipson and Smyth 2010), so they are never 0. All results are NaN for an observed NaN.
 */
public final class NullDistribution {

  /**
   * Values that differ by less than this, relative to the larger of 1 and |mean|, count as ties:
   * they are the same value summed in a different order. A null whose standard deviation is no
   * larger counts as having no width. Rounding errors of sums in double precision are far smaller.
   */
  private static final double ROUNDING = 1e-12;

  private final double[] sorted;
  private final double mean;
  private final double sd;
  private final double slack;

  private NullDistribution(double[] sorted) {
    this.sorted = sorted;
    Moments moments = Moments.of(sorted);
    this.mean = moments.mean();
    this.sd = moments.sd();
    this.slack = ROUNDING * Math.max(1, Math.abs(mean));
  }

  /**
   * The distribution of draws.
   *
   * @param draws at least 2 values, none of them NaN, in any order; copied
   * @throws IllegalArgumentException if there are fewer than 2 draws or one of them is NaN
   */
  public static NullDistribution of(double[] draws) {
    if (draws.length < 2) {
      throw new IllegalArgumentException(
          "a null distribution needs at least 2 draws, not " + draws.length);
    }
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    if (Double.isNaN(sorted[sorted.length - 1])) {
      throw new IllegalArgumentException("a draw of a null distribution is NaN");
    }
    return new NullDistribution(sorted);
  }

  /** A copy of the draws in ascending order. */
  public double[] sorted() {
    return sorted.clone();
  }

  /** The mean of the draws. */
  public double mean() {
    return mean;
  }

  /** The sample standard deviation of the draws, with n − 1 in the denominator. */
  public double sd() {
    return sd;
  }

  /** The z-score (observed − mean) / sd; NaN if all draws are equal up to rounding. */
  public double z(double observed) {
    return sd > slack ? (observed - mean) / sd : Double.NaN;
  }

  /**
   * The upper-tail p-value (1 + #{draw ≥ observed}) / (1 + draws): the probability of a value as
   * large or larger if the null hypothesis is true.
   */
  public double pMore(double observed) {
    return p(observed, sorted.length - below(observed - slack));
  }

  /**
   * The lower-tail p-value (1 + #{draw ≤ observed}) / (1 + draws): the probability of a value as
   * small or smaller if the null hypothesis is true.
   */
  public double pLess(double observed) {
    return p(observed, below(Math.nextUp(observed + slack)));
  }

  /** The logistic function of the z-score, σ(z) = 1/(1 + e^−z), in [0, 1]; 0.5 is chance level. */
  public double calibrated(double observed) {
    return 1 / (1 + StrictMath.exp(-z(observed)));
  }

  private double p(double observed, int extreme) {
    return Double.isNaN(observed) ? Double.NaN : (1.0 + extreme) / (1.0 + sorted.length);
  }

  /** The number of draws smaller than a value, found by bisection. */
  private int below(double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

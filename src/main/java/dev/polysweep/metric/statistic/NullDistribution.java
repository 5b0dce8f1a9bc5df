package dev.polysweep.metric.statistic;

import java.util.Arrays;

/**
 * Values of a metric under a null, and where an observed value stands among them. p-values are
 * Monte Carlo ones with the observed value counted in (Phipson and Smyth 2010), so none is ever 0.
 * Everything is NaN for an observed NaN.
 */
public final class NullDistribution {

  /**
   * Values closer than this, relative to the larger of 1 and the mean's size, are one value that
   * was summed in another order: they are ties, and a null that is no wider has no width. Sums of
   * double precision differ by far less.
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
   * @param draws at least 2 values, none of them NaN, in any order; copied
   * @throws IllegalArgumentException if there are fewer or one is NaN
   */
  public static NullDistribution of(double[] draws) {
    if (draws.length < 2) {
      throw new IllegalArgumentException("a null needs at least 2 draws, not " + draws.length);
    }
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    if (Double.isNaN(sorted[sorted.length - 1])) {
      throw new IllegalArgumentException("a draw of a null is NaN");
    }
    return new NullDistribution(sorted);
  }

  /** The draws, ascending; a copy. */
  public double[] sorted() {
    return sorted.clone();
  }

  /** Mean of the draws. */
  public double mean() {
    return mean;
  }

  /** Standard deviation of the draws, with n − 1. */
  public double sd() {
    return sd;
  }

  /** (observed − mean) / sd; NaN if the null has no width (all draws equal up to rounding). */
  public double z(double observed) {
    return sd > slack ? (observed - mean) / sd : Double.NaN;
  }

  /**
   * (1 + #{draw ≥ observed}) / (1 + draws): the chance, were the null true, of a value as large or
   * larger.
   */
  public double pMore(double observed) {
    return p(observed, sorted.length - below(observed - slack));
  }

  /**
   * (1 + #{draw ≤ observed}) / (1 + draws): the chance, were the null true, of a value as small or
   * smaller.
   */
  public double pLess(double observed) {
    return p(observed, below(Math.nextUp(observed + slack)));
  }

  /** σ(z) = 1/(1 + e^−z), in [0, 1]: 0.5 is what chance gives. */
  public double calibrated(double observed) {
    return 1 / (1 + StrictMath.exp(-z(observed)));
  }

  private double p(double observed, int extreme) {
    return Double.isNaN(observed) ? Double.NaN : (1.0 + extreme) / (1.0 + sorted.length);
  }

  /** Number of draws smaller than a value, by bisection. */
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

package dev.polysweep.metric.statistic;

import java.util.Arrays;

/**
 * The mean and the sample standard deviation of values, computed in two passes. The mean is a
 * compensated sum (Neumaier 1974) over n, corrected by the mean deviation from it, so that the mean
 * of equal values is exactly that value. The standard deviation is computed from deviations scaled
 * by a power of two, so that neither tiny nor huge values leave the range of doubles, with the
 * correction of Chan, Golub and LeVeque (1983).
 *
 * @param n number of values
 * @param mean arithmetic mean; NaN for n = 0
 * @param sd standard deviation with n − 1 in the denominator; NaN for n &lt; 2
 */
public record Moments(int n, double mean, double sd) {

  /** Computes the moments of values, which are not changed. */
  public static Moments of(double[] values) {
    int n = values.length;
    double first = sum(values) / n;
    double[] deviations = new double[n];
    double largest = 0;
    for (int i = 0; i < n; i++) {
      deviations[i] = values[i] - first;
      largest = Math.max(largest, Math.abs(deviations[i]));
    }
    double correction = n == 0 ? 0 : sum(deviations) / n;
    return new Moments(n, first + correction, sd(deviations, largest, correction));
  }

  /** The standard error of the mean, sd/√n. */
  double sem() {
    return sd / Math.sqrt(n);
  }

  /**
   * The finite values, in their order. NaN marks an undefined value, and an infinite one would make
   * every mean infinite.
   */
  static double[] finite(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).toArray();
  }

  private static double sd(double[] deviations, double largest, double correction) {
    int n = deviations.length;
    if (n < 2) {
      return Double.NaN;
    }
    if (largest == 0) {
      return 0;
    }
    // Scaled in two steps, because a single factor such as 2^1074 is not a double.
    int down = -Math.getExponent(largest) / 2;
    double square = 0;
    double sum = 0;
    for (double deviation : deviations) {
      double scaled = (deviation - correction) * Math.scalb(1.0, down);
      scaled *= Math.scalb(1.0, down);
      square += scaled * scaled;
      sum += scaled;
    }
    double sd = Math.sqrt(Math.max(0, square - sum * sum / n) / (n - 1));
    return Math.scalb(sd, -2 * down);
  }

  /**
   * The sum of values by Neumaier's compensated summation, which carries along the rounding error
   * of each addition.
   */
  public static double sum(double[] values) {
    double sum = 0;
    double lost = 0;
    for (double value : values) {
      double next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
      sum = next;
    }
    return sum + lost;
  }
}

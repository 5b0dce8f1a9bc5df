package dev.polysweep.metric.statistic;

import java.util.Arrays;

/**
 * Mean and sample standard deviation of values, in two passes: the mean by a compensated sum
 * (Neumaier 1974), corrected by the mean deviation from it, so that equal values have exactly their
 * value as mean; then the deviations, scaled by a power of two, so that neither tiny nor huge ones
 * leave the range of doubles, with the correction of Chan, Golub and LeVeque (1983).
 *
 * @param n number of values
 * @param mean NaN for no value
 * @param sd with n − 1; NaN for fewer than 2 values
 */
public record Moments(int n, double mean, double sd) {

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

  /** Standard error of the mean, sd/√n. */
  double sem() {
    return sd / Math.sqrt(n);
  }

  /**
   * The finite ones of the values, in order: NaN says undefined, and an infinity has no place in a
   * mean.
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
    // Half the range of exponents at a time: 2^1074 itself is not a double.
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

  /** Σ values, with the rounding of each addition carried along. */
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

package dev.polysweep.metric.statistic;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The summary of a metric over seeds. NaN and infinite values are left out; {@code n} is the number
 * of values that remain.
 *
 * @param n number of finite values
 * @param mean arithmetic mean; NaN if n = 0
 * @param sd sample standard deviation (n − 1); null if n &lt; 2
 * @param sem sd/√n; null if n &lt; 2
 * @param ci95Low mean − t(0.975, n − 1)·sem (Student 1908); null if n &lt; 2
 * @param ci95High mean + t(0.975, n − 1)·sem; null if n &lt; 2
 * @param median middle value, or mean of the two middle ones; NaN if n = 0
 * @param min smallest value; NaN if n = 0
 * @param max largest value; NaN if n = 0
 */
public record SampleSummary(
    int n,
    double mean,
    Double sd,
    Double sem,
    Double ci95Low,
    Double ci95High,
    double median,
    double min,
    double max)
    implements Serializable {

  /**
   * Summarises values.
   *
   * @param values one a seed; not changed
   */
  public static SampleSummary of(double[] values) {
    double[] sorted = Moments.finite(values);
    Moments moments = Moments.of(sorted);
    Arrays.sort(sorted);
    int n = sorted.length;
    if (n == 0) {
      return new SampleSummary(
          0, Double.NaN, null, null, null, null, Double.NaN, Double.NaN, Double.NaN);
    }
    double mean = moments.mean();
    double median = 0.5 * sorted[(n - 1) / 2] + 0.5 * sorted[n / 2];
    double min = sorted[0];
    double max = sorted[n - 1];
    if (n == 1) {
      return new SampleSummary(1, mean, null, null, null, null, median, min, max);
    }
    double half = StudentT.quantile975(n - 1) * moments.sem();
    return new SampleSummary(
        n, mean, moments.sd(), moments.sem(), mean - half, mean + half, median, min, max);
  }

  /** The same summary with another interval of the mean. */
  public SampleSummary with(MeanInterval interval) {
    return new SampleSummary(n, mean, sd, sem, interval.low(), interval.high(), median, min, max);
  }
}

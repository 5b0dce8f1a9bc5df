package dev.polysweep.job;

import dev.polysweep.metric.statistic.PairedContrast;
import dev.polysweep.report.compare.Comparison.MetricDifference;
import java.util.TreeMap;

/**
 * Gathers the difference of one metric over all matching cells of two results. The configurations
 * of a seed share its random draws, so that their differences are averaged first; the seeds are the
 * sample.
 */
final class PooledDifference {

  private final TreeMap<Long, double[]> bySeed = new TreeMap<>(); // pairs, sum of A, sum of B
  private long same;
  private double largest;

  /** Adds the values of two matching cells. */
  void add(long seed, double a, double b) {
    double[] sums = bySeed.computeIfAbsent(seed, s -> new double[3]);
    sums[0]++;
    sums[1] += a;
    sums[2] += b;
    same += Double.compare(a, b) == 0 ? 1 : 0;
    largest = Math.max(largest, Math.abs(b - a));
  }

  /** Number of pairs. */
  long cells() {
    return (long) sum(0);
  }

  MetricDifference of(String metric, String unit) {
    double[] a = bySeed.values().stream().mapToDouble(sums -> sums[1] / sums[0]).toArray();
    double[] b = bySeed.values().stream().mapToDouble(sums -> sums[2] / sums[0]).toArray();
    return new MetricDifference(
        metric,
        unit,
        cells(),
        same,
        sum(1) / cells(),
        sum(2) / cells(),
        largest,
        PairedContrast.of(b, a));
  }

  private double sum(int part) {
    return bySeed.values().stream().mapToDouble(sums -> sums[part]).sum();
  }
}

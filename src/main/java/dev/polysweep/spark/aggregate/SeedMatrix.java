package dev.polysweep.spark.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * All cells of a sweep in memory, 8 bytes a value: labels by seeds for each metric.
 *
 * @param labels labels of the configurations that have cells, in the order of the sweep
 * @param seeds seeds that some configuration has, ascending
 * @param groups the cells of each label, in the order of the labels
 */
record SeedMatrix(List<String> labels, long[] seeds, List<SeedGroup> groups) {

  /** Reads all groups, whose key is (ordinal, label). */
  static SeedMatrix of(Iterator<SeedGroup> groups) {
    List<SeedGroup> all = new ArrayList<>();
    groups.forEachRemaining(all::add);
    long[] seeds =
        all.stream()
            .flatMapToLong(group -> Arrays.stream(group.seeds()))
            .sorted()
            .distinct()
            .toArray();
    return new SeedMatrix(
        all.stream().map(group -> (String) group.key().get(1)).toList(), seeds, all);
  }

  /**
   * The values of a metric, {@code [labels][seeds]}; NaN where a cell is missing or has no value.
   *
   * @param metric index of the metric
   */
  double[][] values(int metric) {
    return groups.stream()
        .map(group -> Arrays.stream(group.at(metric, seeds)).map(SeedMatrix::finite).toArray())
        .toArray(double[][]::new);
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : Double.NaN;
  }
}

package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.statistic.MeanInterval;
import dev.polysweep.metric.statistic.PairedContrast;
import dev.polysweep.metric.statistic.SampleSummary;
import dev.polysweep.table.Column;
import dev.polysweep.table.Range;
import java.util.List;

/** Summaries and comparisons of metrics whose intervals stay within what the metric can be. */
final class Ranges {

  private Ranges() {}

  /** The definitions of metrics by their names; a name without a definition can be any number. */
  static List<Column> of(List<String> metrics, List<Column> defined) {
    return metrics.stream()
        .map(
            name ->
                defined.stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseGet(() -> Column.metric(name, "", "", "")))
        .toList();
  }

  /** Summarises values of a metric, one a seed. */
  static SampleSummary summary(double[] values, Column metric) {
    return SampleSummary.of(values).with(interval(values, metric.range()));
  }

  /**
   * A comparison of two means of a metric. If the metric is never negative, then neither is the
   * ratio of the means, and the interval in per cent does not go below −100.
   */
  static PairedContrast within(PairedContrast contrast, Column metric) {
    return metric.range().min() >= 0 ? contrast.withPctFrom(-100) : contrast;
  }

  private static MeanInterval interval(double[] values, Range range) {
    return MeanInterval.of(values, range.min(), range.max(), range.whole());
  }
}

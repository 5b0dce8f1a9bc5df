package dev.polysweep.report.experiment;

import dev.polysweep.report.chart.SettingCurves;
import dev.polysweep.report.page.ReportInput;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Metrics of autoencoders over a setting or a size, with a line for each group of configurations.
 *
 * @param tables the aggregate tables
 * @param lines labels of the configurations by the name of their line
 * @param at where a configuration stands on the horizontal axis, above 0
 */
record SaeCurves(
    ReportInput.Tables tables, Map<String, List<String>> lines, ToDoubleFunction<String> at) {

  /** Fewer points than this make no curve. */
  static final int FEWEST_POINTS = 3;

  /**
   * Returns a panel for each metric.
   *
   * @param logarithmic the metric whose axis is logarithmic, on which only values above 0 stand
   */
  List<SettingCurves.Panel> panels(List<String> metrics, String logarithmic) {
    return metrics.stream()
        .map(
            metric ->
                new SettingCurves.Panel(
                    metric,
                    metric.equals(logarithmic),
                    lines.entrySet().stream()
                        .map(
                            line ->
                                new SettingCurves.Series(
                                    line.getKey(),
                                    points(line.getValue(), metric, metric.equals(logarithmic))))
                        .toList()))
        .toList();
  }

  private List<SettingCurves.Point> points(List<String> labels, String metric, boolean positive) {
    return labels.stream()
        .flatMap(
            label ->
                tables.summary(label, metric).stream()
                    .filter(row -> Double.isFinite(row.mean()))
                    .filter(row -> !positive || row.mean() > 0)
                    .map(
                        row ->
                            new SettingCurves.Point(
                                at.applyAsDouble(label),
                                row.mean(),
                                row.ci95Low(),
                                row.ci95High())))
        .sorted(Comparator.comparingDouble(SettingCurves.Point::at))
        .toList();
  }
}

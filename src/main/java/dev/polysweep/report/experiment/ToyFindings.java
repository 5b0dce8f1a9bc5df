package dev.polysweep.report.experiment;

import dev.polysweep.report.chart.Polygon;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Finding;
import dev.polysweep.table.CellValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Findings of a sweep of toy models: the census of polygons, and the fractions of a dimension. What
 * laws say of it is in {@code report.law}.
 */
final class ToyFindings {

  /** The metrics of single cells that the findings need. */
  static final List<String> METRICS =
      List.of(
          "represented_features",
          "angle_gap_sd",
          "named_fractions",
          "named_fractions_represented",
          "extra_norm",
          "extra_overlap");

  private final Details details;

  ToyFindings(Details details) {
    this.details = details;
  }

  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    polygons(findings);
    fractions(findings);
    return findings;
  }

  /** Returns the mean of a metric over the cells that have a value; NaN if none has. */
  static double mean(List<CellValues> cells, String metric) {
    return cells.stream()
        .mapToDouble(cell -> cell.metric(metric))
        .filter(v -> !Double.isNaN(v))
        .average()
        .orElse(Double.NaN);
  }

  private void polygons(List<Finding> findings) {
    List<String> parts = new ArrayList<>();
    for (String label : equalFeatures()) {
      int features = (int) details.number(label, "n_features");
      List<CellValues> cells = details.cells(label);
      String outcomes =
          Polygon.census(cells).entrySet().stream()
              .sorted(Map.Entry.<Polygon, Integer>comparingByValue(Comparator.reverseOrder()))
              .limit(3)
              .map(e -> e.getKey().name(features) + " in " + e.getValue())
              .collect(Collectors.joining(", "));
      parts.add(features + " features: " + outcomes + " of " + cells.size());
    }
    if (!parts.isEmpty()) {
      findings.add(
          Finding.of(
              "What equally important features form in two dimensions with ReLU, over seeds: "
                  + String.join("; ", parts)
                  + "."));
    }
  }

  private void fractions(List<Finding> findings) {
    List<CellValues> cells =
        details.labels().stream()
            .filter(label -> details.number(label, "n_hidden") > 2)
            .flatMap(label -> details.cells(label).stream())
            .toList();
    double share = mean(cells, "named_fractions");
    if (!Double.isNaN(share)) {
      findings.add(
          Finding.of(
              Numbers.value(100 * share)
                  + " % of features lie within 0.02 of 3/8, 2/5, 1/2, 2/3 or 3/4 of a dimension,"
                  + " over all configurations, and "
                  + Numbers.value(100 * mean(cells, "named_fractions_represented"))
                  + " % of the represented ones."));
    }
  }

  /**
   * Returns the labels of the configurations with ReLU, two hidden dimensions, at least three
   * equally important features, and at least one cell that ended well.
   */
  private List<String> equalFeatures() {
    return details.labels().stream()
        .filter(label -> details.text(label, "activation").equals("relu"))
        .filter(label -> details.number(label, "n_hidden") == 2)
        .filter(label -> details.number(label, "n_features") >= 3)
        .filter(label -> details.text(label, "importance").equals("null"))
        .filter(label -> details.number(label, "importance_decay") == 1)
        .filter(label -> !details.cells(label).isEmpty())
        .toList();
  }
}

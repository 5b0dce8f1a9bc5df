package dev.polysweep.report.compare;

import dev.polysweep.metric.statistic.PairedContrast;
import dev.polysweep.report.compare.Comparison.Difference;
import dev.polysweep.report.compare.Comparison.LabelDifference;
import dev.polysweep.report.compare.Comparison.MetricDifference;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.page.ConfigurationTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables of a comparison as texts; the terminal and the page show the same ones. */
final class ComparisonTables {

  private ComparisonTables() {}

  /** Makes the table of what differs between the folders. */
  static ConfigurationTable differences(Comparison comparison) {
    List<Difference> all = new ArrayList<>(comparison.settings());
    all.addAll(comparison.origins());
    return new ConfigurationTable(
        List.of("what differs", "A", "B"),
        all.stream().map(d -> List.of(d.what(), d.a(), d.b())).toList());
  }

  /** Makes the table of the metrics over all matching cells. */
  static ConfigurationTable metrics(Comparison comparison) {
    List<List<String>> rows = new ArrayList<>();
    for (MetricDifference row : comparison.metrics()) {
      rows.add(
          List.of(
              row.unit().isEmpty() ? row.metric() : row.metric() + " (" + row.unit() + ")",
              Numbers.value(row.meanA()),
              Numbers.value(row.meanB()),
              difference(row.contrast()),
              Numbers.p(row.contrast().p()),
              Numbers.value(row.largest()),
              String.format(Locale.ROOT, "%,d of %,d", row.same(), row.cells())));
    }
    return new ConfigurationTable(
        List.of("metric", "A", "B", "B − A [95 %]", "p", "largest", "the same"), rows);
  }

  /**
   * Makes the table of the headline metrics by configuration.
   *
   * @param most greatest number of configurations
   */
  static ConfigurationTable labels(Comparison comparison, int most) {
    List<String> metrics =
        comparison.labels().stream().map(LabelDifference::metric).distinct().toList();
    Map<String, Map<String, String>> byLabel = new LinkedHashMap<>();
    for (LabelDifference row : comparison.labels()) {
      byLabel
          .computeIfAbsent(row.label(), label -> new LinkedHashMap<>())
          .put(row.metric(), difference(row.contrast()));
    }
    List<String> headers = new ArrayList<>(List.of("configuration"));
    metrics.forEach(metric -> headers.add(metric + " B − A [95 %]"));
    List<List<String>> rows = new ArrayList<>();
    byLabel.entrySet().stream()
        .limit(most)
        .forEach(
            of -> {
              List<String> row = new ArrayList<>(List.of(of.getKey()));
              metrics.forEach(m -> row.add(of.getValue().getOrDefault(m, Numbers.NONE)));
              rows.add(row);
            });
    return new ConfigurationTable(headers, rows);
  }

  /** Writes a difference with its interval, which is left out where the differences are equal. */
  static String difference(PairedContrast contrast) {
    boolean varies = contrast.ci95Low() == null || contrast.ci95Low() < contrast.ci95High();
    return varies
        ? Numbers.withInterval(contrast.delta(), contrast.ci95Low(), contrast.ci95High())
        : Numbers.value(contrast.delta());
  }

  /** Says how many cells match. */
  static String counts(Comparison comparison) {
    return String.format(
        Locale.ROOT,
        "%,d cell%s match; %,d only in A, %,d only in B.",
        comparison.matched(),
        comparison.matched() == 1 ? "" : "s",
        comparison.onlyA(),
        comparison.onlyB());
  }
}

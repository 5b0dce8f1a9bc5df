package dev.polysweep.report.page;

import dev.polysweep.report.chart.LevelsChart;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.table.CellValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The figure {@code levels}: each headline metric over the values of each setting that varies,
 * averaged over the others. Settings that vary together share a panel.
 */
final class LevelsFigure {

  private static final int MOST_SEED_DOTS = 4000;

  private final ReportInput input;
  private final Factors factors;
  private final SettingTexts texts;

  LevelsFigure(ReportInput input, Factors factors, SettingTexts texts) {
    this.input = input;
    this.factors = factors;
    this.texts = texts;
  }

  /** Returns the figure; empty if no setting varies. */
  Optional<Figure> figure(FileNames names) {
    List<List<String>> groups = factors.groups();
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    List<List<String>> shown = groups.stream().limit(LevelsChart.MOST_PANELS).toList();
    List<String> metrics = input.shownMetrics();
    boolean one = input.facts().seeds() == 1;
    boolean dots = !one && input.details().cells().size() <= MOST_SEED_DOTS;
    List<String> constant = metrics.stream().filter(input::constant).toList();
    List<LevelsChart.Row> rows =
        metrics.stream()
            .filter(metric -> !constant.contains(metric))
            .map(
                metric ->
                    new LevelsChart.Row(
                        metric, shown.stream().map(group -> panel(metric, group, dots)).toList()))
            .filter(row -> row.panels().stream().allMatch(panel -> !panel.levels().isEmpty()))
            .toList();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    String title =
        shown.size() == 1
            ? "Metrics over " + name(shown.get(0))
            : factors.crossed()
                ? "Effect of each setting at its values"
                : "Metrics over the values of each setting";
    int left = groups.size() - shown.size();
    boolean seeds =
        rows.stream()
            .flatMap(row -> row.panels().stream())
            .flatMap(panel -> panel.levels().stream())
            .anyMatch(level -> level.seeds().length > 0);
    String note =
        (one ? "dot: the one seed" : "dot and bar: mean over seeds with its 95 % interval")
            + (groups.size() == 1
                ? ""
                : factors.crossed()
                    ? ", averaged over all other settings"
                    : ", of the configurations with that value, which may differ in other settings, too")
            + (seeds ? "; faint dots: single seeds" : "")
            + (left > 0 ? "; the " + left + " settings with the smallest shares are left out" : "")
            + (constant.isEmpty()
                ? ""
                : "; the same everywhere, so left out: " + String.join(", ", constant));
    String alt =
        rows.get(0).panels().stream()
            .map(
                panel ->
                    panel.setting()
                        + ": "
                        + panel.levels().stream()
                            .map(l -> l.text() + " " + Numbers.value(l.mean()))
                            .collect(Collectors.joining(", ")))
            .collect(
                Collectors.joining("; ", "Mean " + rows.get(0).metric() + " by setting. ", "."));
    return Optional.of(
        new Figure(names.of("levels"), title, alt, new LevelsChart(title, note, rows).draw()));
  }

  private static String name(List<String> group) {
    return String.join(" & ", group);
  }

  private LevelsChart.Panel panel(String metric, List<String> group, boolean dots) {
    String setting = group.get(0);
    Map<String, double[]> seeds = dots ? bySeed(metric, setting) : Map.of();
    return new LevelsChart.Panel(
        name(group),
        input.tables().mattered().levels().stream()
            .filter(row -> row.metric().equals(metric) && row.setting().equals(setting))
            .map(
                row ->
                    new LevelsChart.Level(
                        text(group, row.level()),
                        row.mean(),
                        row.ci95Low(),
                        row.ci95High(),
                        seeds.getOrDefault(row.level(), new double[0])))
            .toList());
  }

  /** The values of settings that vary together, of which the first has a given value. */
  private String text(List<String> group, String level) {
    Details details = input.details();
    String label =
        input.facts().labels().stream()
            .filter(details.settings()::containsKey)
            .filter(of -> details.text(of, group.get(0)).equals(level))
            .findFirst()
            .orElse(null);
    return group.stream()
        .map(
            setting ->
                texts.of(
                    setting,
                    setting.equals(group.get(0)) || label == null
                        ? level
                        : details.text(label, setting)))
        .collect(Collectors.joining(", "));
  }

  /** For each value of a setting, the mean over its configurations at each seed. */
  private Map<String, double[]> bySeed(String metric, String setting) {
    Map<String, Map<Long, List<Double>>> values = new LinkedHashMap<>();
    for (CellValues cell : input.details().cells()) {
      double value = cell.metric(metric);
      if (Double.isFinite(value) && input.details().settings().containsKey(cell.label())) {
        values
            .computeIfAbsent(
                input.details().text(cell.label(), setting), l -> new LinkedHashMap<>())
            .computeIfAbsent(cell.seed(), s -> new ArrayList<>())
            .add(value);
      }
    }
    Map<String, double[]> means = new LinkedHashMap<>();
    values.forEach(
        (level, seeds) ->
            means.put(
                level,
                seeds.values().stream()
                    .mapToDouble(of -> of.stream().mapToDouble(v -> v).average().orElse(Double.NaN))
                    .toArray()));
    return means;
  }
}

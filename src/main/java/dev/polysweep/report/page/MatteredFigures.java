package dev.polysweep.report.page;

import dev.polysweep.metric.statistic.VarianceShares;
import dev.polysweep.report.chart.GridMap;
import dev.polysweep.report.chart.SharesChart;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.table.row.ShareRow;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Figures that fit the shape of a sweep: shares of variance, each metric over the values of each
 * setting, and maps where two to four settings are a full grid.
 */
final class MatteredFigures {

  /** A pair of settings that explains less than this of every metric has no row of its own. */
  private static final double SMALL = 0.01;

  private final ReportInput input;
  private final FileNames names;
  private final List<String> metrics;
  private final Factors factors;
  private final SettingTexts texts;

  MatteredFigures(ReportInput input, FileNames names) {
    this.input = input;
    this.names = names;
    this.metrics = input.shownMetrics();
    factors = new Factors(input);
    texts = new SettingTexts(input.details().settings());
  }

  /** Returns the figure {@code levels}: each metric over the values of each setting. */
  Optional<Figure> levels() {
    return new LevelsFigure(input, factors, texts).figure(names);
  }

  /** Returns the figure {@code shares}: what the variance of the headline metrics comes from. */
  Optional<Figure> shares() {
    List<String> shown =
        metrics.stream()
            .filter(metric -> !mattered().sharesOf(metric).isEmpty())
            .limit(SharesChart.MOST_COLUMNS)
            .toList();
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Double> largest = new LinkedHashMap<>();
    for (String metric : shown) {
      mattered()
          .sharesOf(metric)
          .forEach(row -> largest.merge(row.source(), row.share(), Math::max));
    }
    List<String> sources =
        largest.entrySet().stream()
            .filter(e -> !e.getKey().contains(":") || e.getValue() >= SMALL)
            .sorted(Comparator.comparingInt(e -> rank(e.getKey(), e.getValue())))
            .map(Map.Entry::getKey)
            .toList();
    int left = largest.size() - sources.size();
    List<String> more =
        metrics.stream()
            .filter(metric -> !mattered().sharesOf(metric).isEmpty() && !shown.contains(metric))
            .toList();
    boolean grid = mattered().shares().stream().allMatch(ShareRow::grid);
    String title = "What the variance comes from";
    String note =
        "share of the variance over all cells (ω²), with its 95 % interval (jackknife over seeds);"
            + " pale: cannot be told from chance (F test, Holm)"
            + (grid
                ? ""
                : "; no full grid: terms of the sum of all settings’ effects, & joins settings that cannot be told apart")
            + (left == 0
                ? ""
                : left == 1
                    ? "; 1 pair below 1 % is not shown"
                    : "; " + left + " pairs below 1 % are not shown")
            + (more.isEmpty() ? "" : "; not here: " + String.join(", ", more));
    List<SharesChart.Column> columns =
        shown.stream()
            .map(metric -> new SharesChart.Column(metric, bars(metric, sources)))
            .toList();
    SharesChart chart =
        new SharesChart(title, note, sources.stream().map(MatteredText::name).toList(), columns);
    String alt =
        columns.stream()
            .map(
                column ->
                    column.metric()
                        + ": "
                        + mattered().sharesOf(column.metric()).stream()
                            .filter(row -> row.share() >= SMALL)
                            .map(
                                row ->
                                    MatteredText.name(row.source())
                                        + " "
                                        + SharesChart.percent(row.share()))
                            .collect(Collectors.joining(", ")))
            .collect(Collectors.joining("; ", "Shares of variance. ", "."));
    return Optional.of(new Figure(names.of("shares"), title, alt, chart.draw()));
  }

  /** Settings by size, then pairs and combinations by size, then the seed and the remainder. */
  private static int rank(String source, double share) {
    int group =
        source.equals(VarianceShares.REMAINDER)
            ? 4
            : source.equals(VarianceShares.SEED)
                ? 3
                : source.equals(VarianceShares.COMBINATION) ? 2 : source.contains(":") ? 1 : 0;
    return group * 10_000 - (int) Math.round(1000 * share);
  }

  private List<SharesChart.Bar> bars(String metric, List<String> sources) {
    Map<String, ShareRow> rows =
        mattered().sharesOf(metric).stream()
            .collect(Collectors.toMap(ShareRow::source, row -> row));
    return sources.stream()
        .map(rows::get)
        .map(
            row ->
                row == null
                    ? null
                    : new SharesChart.Bar(
                        row.share(),
                        row.ci95Low(),
                        row.ci95High(),
                        Mattered.told(row) || row.source().equals(VarianceShares.REMAINDER)))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private Mattered mattered() {
    return input.tables().mattered();
  }

  /**
   * Returns a map of each headline metric where two to four settings vary and are a full grid. The
   * figures are named {@code map_interference}, …
   */
  List<Figure> maps() {
    List<String> settings = factors.settings();
    boolean apart = factors.groups().size() == settings.size();
    if (settings.size() < 2 || settings.size() > 4 || !apart || !factors.crossed()) {
      return List.of();
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    settings.forEach(setting -> values.put(setting, factors.values(setting)));
    List<String> byLength =
        settings.stream()
            .sorted(Comparator.comparingInt(setting -> -values.get(setting).size()))
            .toList();
    List<String> others = byLength.subList(2, byLength.size());
    long facets = others.stream().mapToLong(s -> values.get(s).size()).reduce(1, (a, b) -> a * b);
    if (facets > GridMap.MOST_FACETS) {
      return List.of();
    }
    return metrics.stream()
        .filter(metric -> !input.constant(metric))
        .map(metric -> map(metric, byLength.get(0), byLength.get(1), others, values))
        .toList();
  }

  private Figure map(
      String metric,
      String across,
      String down,
      List<String> others,
      Map<String, List<String>> values) {
    Map<List<String>, double[][]> facets = new LinkedHashMap<>();
    List<Double> halves = new ArrayList<>();
    Map<String, SummaryRow> summaries =
        input.tables().summary().stream()
            .filter(row -> row.metric().equals(metric))
            .collect(Collectors.toMap(SummaryRow::label, row -> row));
    for (String label : input.facts().labels()) {
      List<String> facet =
          others.stream()
              .map(
                  setting ->
                      setting + " = " + texts.of(setting, input.details().text(label, setting)))
              .toList();
      double[][] grid =
          facets.computeIfAbsent(
              facet, f -> empty(values.get(down).size(), values.get(across).size()));
      SummaryRow row = summaries.get(label);
      if (row != null) {
        int line = values.get(down).indexOf(input.details().text(label, down));
        int column = values.get(across).indexOf(input.details().text(label, across));
        grid[line][column] = row.mean();
        if (row.ci95Low() != null) {
          halves.add((row.ci95High() - row.ci95Low()) / 2);
        }
      }
    }
    halves.sort(null);
    String title = metric + " over " + across + " and " + down;
    String note =
        "mean over seeds"
            + (others.isEmpty() ? "" : ", a map for each value of " + String.join(" and ", others))
            + (halves.isEmpty()
                ? ""
                : "; half the width of a 95 % interval is typically "
                    + Numbers.value(halves.get(halves.size() / 2)));
    GridMap map =
        new GridMap(
            title,
            note,
            across,
            shown(across, values),
            down,
            shown(down, values),
            facets.entrySet().stream()
                .map(e -> new GridMap.Facet(e.getKey(), e.getValue()))
                .toList());
    String alt =
        "Heat map of mean "
            + metric
            + ", darkest where it is largest: "
            + across
            + " "
            + String.join(", ", shown(across, values))
            + " by "
            + down
            + " "
            + String.join(", ", shown(down, values))
            + ".";
    return new Figure(names.of("map_" + metric), title, alt, map.draw());
  }

  private List<String> shown(String setting, Map<String, List<String>> values) {
    return values.get(setting).stream().map(value -> texts.of(setting, value)).toList();
  }

  private static double[][] empty(int lines, int columns) {
    double[][] grid = new double[lines][columns];
    Arrays.stream(grid).forEach(line -> Arrays.fill(line, Double.NaN));
    return grid;
  }
}

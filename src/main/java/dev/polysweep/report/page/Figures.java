package dev.polysweep.report.page;

import dev.polysweep.report.chart.CurvePlot;
import dev.polysweep.report.chart.IntervalPlot;
import dev.polysweep.report.chart.IntervalPlot.Line;
import dev.polysweep.report.chart.IntervalPlot.Row;
import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.table.Column;
import dev.polysweep.table.row.CurveRow;
import dev.polysweep.table.row.NullRow;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Makes the figures of a sweep. A table without rows gives no figures. Of more than {@value #MOST}
 * configurations the ends of each ranking are shown, and no curves.
 */
final class Figures {

  private static final int MOST = 64;

  /** Number of configurations at each end of a ranking that does not show all. */
  private static final int END = 15;

  private final ReportInput input;
  private final FileNames names = new FileNames();
  private final Titles titles;

  Figures(ReportInput input) {
    this.input = input;
    titles = new Titles(input.details());
  }

  /** Returns what gives each figure the name of its files. */
  FileNames names() {
    return names;
  }

  /** Makes the figures of differences. */
  DifferenceFigures differences() {
    return new DifferenceFigures(input, this);
  }

  /** Returns the title of a label. */
  String title(String label) {
    return titles.of(label);
  }

  /** Makes the sections that the page of the experiment adds. */
  List<Section> sections() {
    return ExperimentPage.of(input.facts().experiment()).sections(input, names);
  }

  /** Makes the figures that say what mattered. */
  MatteredFigures mattered() {
    return new MatteredFigures(input, names);
  }

  private boolean tooMany() {
    return input.facts().labels().size() > MOST;
  }

  /**
   * Makes a plot of dots with intervals for each headline metric that varies. The figures are named
   * after the metrics: {@code interference}, {@code macs}, …
   */
  List<Figure> estimates() {
    return input.shownMetrics().stream()
        .filter(metric -> !input.constant(metric))
        .map(this::estimate)
        .toList();
  }

  /**
   * Returns the labels that a figure of a metric shows: all, or those with the lowest and the
   * highest values where there are many.
   */
  List<String> shown(ToDoubleFunction<String> value) {
    List<String> labels = input.facts().labels();
    if (labels.size() <= MOST) {
      return labels;
    }
    List<String> ranked =
        labels.stream()
            .filter(label -> !Double.isNaN(value.applyAsDouble(label)))
            .sorted(Comparator.comparingDouble(value))
            .toList();
    if (ranked.size() <= MOST) {
      return ranked;
    }
    List<String> ends = new ArrayList<>(ranked.subList(0, END));
    ends.addAll(ranked.subList(ranked.size() - END, ranked.size()));
    return ends;
  }

  /** Says in a note how many labels a figure leaves out. */
  String leftOut(List<String> shown) {
    int left = input.facts().labels().size() - shown.size();
    return left > 0
        ? "; the " + END + " lowest and the " + END + " highest, " + left + " others left out"
        : "";
  }

  /**
   * Makes plots of the loss and of the headline metrics over the epochs, one for each metric and
   * phase. The figures are named {@code loss_mlp}, {@code macs_sae}, …
   */
  List<Figure> curves() {
    if (tooMany()) {
      return List.of();
    }
    Set<String> metrics = new LinkedHashSet<>(List.of("loss"));
    metrics.addAll(
        input.headline().stream().sorted((a, b) -> Boolean.compare(isMse(b), isMse(a))).toList());
    Set<String> phases =
        input.tables().curves().stream()
            .map(CurveRow::phase)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    List<Figure> figures = new ArrayList<>();
    for (String metric : metrics) {
      for (String phase : phases) {
        Map<String, List<CurveRow>> rows =
            input.tables().curves().stream()
                .filter(row -> row.metric().equals(metric) && row.phase().equals(phase))
                .collect(
                    Collectors.groupingBy(
                        CurveRow::label, LinkedHashMap::new, Collectors.toList()));
        if (varies(rows)) {
          figures.add(curve(metric, phase, rows));
        }
      }
    }
    return figures;
  }

  /** Whether curves have anything to show: not where all means are the same number. */
  private static boolean varies(Map<String, List<CurveRow>> rows) {
    return rows.values().stream()
            .flatMap(List::stream)
            .mapToDouble(CurveRow::mean)
            .filter(Double::isFinite)
            .distinct()
            .count()
        > 1;
  }

  private static boolean isMse(String metric) {
    return metric.endsWith("mse");
  }

  /** Makes the figures of how feature directions overlap. */
  OverlapFigures overlaps() {
    return new OverlapFigures(input, names);
  }

  private Figure estimate(String metric) {
    boolean hasNull = input.tables().nulls().stream().anyMatch(row -> row.metric().equals(metric));
    Integer place = ConfigurationTable.place(input, metric);
    Map<String, SummaryRow> summaries = input.tables().summaries(metric);
    List<String> shown =
        shown(label -> summaries.containsKey(label) ? summaries.get(label).mean() : Double.NaN);
    List<Row> rows =
        shown.stream()
            .map(label -> estimateRow(metric, label, summaries.get(label), place))
            .toList();
    Line line =
        rows.stream()
            .filter(row -> rows.size() > 1 && row.emphasised() && row.mid() != null)
            .map(row -> new Line(row.mid(), true))
            .findFirst()
            .orElse(null);
    boolean intervals = rows.stream().anyMatch(row -> Numbers.bounded(row.low(), row.high()));
    String title = metric + " by configuration";
    String note =
        (intervals ? "dot and bar: mean over " : "dot: mean over ")
            + seeds()
            + (intervals ? " with its 95 % interval" : "")
            + (line != null ? "; dashed: mean of the baseline" : "")
            + (hasNull ? "; upright tick: mean of the null" : "")
            + leftOut(shown);
    Drawing drawing = new IntervalPlot(title, note, axis(metric), rows, line, false).draw();
    return new Figure(
        names.of(metric), title, "Mean and 95 % interval of " + describe(rows), drawing);
  }

  private Row estimateRow(String metric, String label, SummaryRow row, Integer place) {
    Double nullMean = input.tables().nullOf(label, metric).map(NullRow::nullMean).orElse(null);
    boolean baseline = input.facts().isBaseline(label);
    if (row == null || !Double.isFinite(row.mean())) {
      return new Row(titles.of(label), null, null, null, nullMean, "no value", false, baseline);
    }
    String text = Numbers.plusMinus(row.mean(), row.ci95Low(), row.ci95High(), place);
    return new Row(
        titles.of(label),
        row.mean(),
        row.ci95Low(),
        row.ci95High(),
        nullMean,
        text,
        false,
        baseline);
  }

  private Figure curve(String metric, String phase, Map<String, List<CurveRow>> rows) {
    String title = metric + " over the " + phase + " phase";
    Map<String, List<CurveRow>> titled = new LinkedHashMap<>();
    rows.forEach((label, curve) -> titled.put(titles.of(label), curve));
    Drawing drawing =
        new CurvePlot(
                title,
                axis(metric),
                input.facts().labels().stream().map(titles::of).toList(),
                titled,
                titles.of(input.facts().baseline()))
            .draw();
    String alt =
        "Mean "
            + metric
            + " with its 95 % band over the epochs of the phase "
            + phase
            + ", a panel for each of "
            + input.facts().labels().size()
            + " configurations.";
    return new Figure(names.of(metric + "_" + phase), title, alt, drawing);
  }

  /** The name of an axis that shows a metric, with its unit. */
  String axis(String metric) {
    Column column = input.column(metric);
    return column.unit().isEmpty() ? metric : metric + " (" + column.unit() + ")";
  }

  private String seeds() {
    return input.facts().seeds() == 1 ? "1 seed" : input.facts().seeds() + " seeds";
  }

  /** The rows of a plot as text. */
  static String describe(List<Row> rows) {
    return rows.stream()
            .map(row -> row.label() + " " + row.text())
            .collect(Collectors.joining("; "))
        + ".";
  }
}

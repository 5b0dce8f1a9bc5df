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
import dev.polysweep.table.ContrastRow;
import dev.polysweep.table.CurveRow;
import dev.polysweep.table.EffectRow;
import dev.polysweep.table.NullRow;
import dev.polysweep.table.SummaryRow;
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

  /** Greatest difference in per cent that is drawn in per cent, not in the metric's own unit. */
  private static final double MOST_PERCENT = 200;

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
   * Makes a plot of dots with intervals for each headline metric. The figures are named after the
   * metrics: {@code interference}, {@code macs}, …
   */
  List<Figure> estimates() {
    return input.shownMetrics().stream().map(this::estimate).toList();
  }

  /**
   * Makes a forest plot of the differences from the baseline for each headline metric. The figures
   * are named {@code contrast_interference}, …
   */
  List<Figure> contrasts() {
    return input.headline().stream().filter(this::differs).map(this::contrast).toList();
  }

  /** Returns whether some label differs from the baseline by other amounts in other seeds. */
  private boolean differs(String metric) {
    return input.tables().contrasts().stream()
        .anyMatch(row -> row.metric().equals(metric) && !constant(row));
  }

  /** Returns whether the difference is the same in every seed, so that no interval can be given. */
  static boolean constant(ContrastRow row) {
    return row.n() > 1 && row.t() == null;
  }

  /**
   * Returns the labels that a figure of a metric shows: all, or those with the lowest and the
   * highest values where there are many.
   */
  private List<String> shown(ToDoubleFunction<String> value) {
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

  private String leftOut(List<String> shown) {
    int left = input.facts().labels().size() - shown.size();
    return left > 0
        ? "; the " + END + " lowest and the " + END + " highest, " + left + " others left out"
        : "";
  }

  /**
   * Makes a forest plot of the effects of a factorial design for each headline metric. The figures
   * are named {@code effects_interference}, …
   */
  List<Figure> effects() {
    return input.headline().stream()
        .filter(m -> input.tables().effects().stream().anyMatch(row -> row.metric().equals(m)))
        .map(this::effect)
        .toList();
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
        if (!rows.isEmpty()) {
          figures.add(curve(metric, phase, rows));
        }
      }
    }
    return figures;
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

  private Figure contrast(String metric) {
    Map<String, ContrastRow> byLabel =
        input.tables().contrasts().stream()
            .filter(row -> row.metric().equals(metric))
            .collect(Collectors.toMap(ContrastRow::label, row -> row, (a, b) -> a));
    boolean percent =
        byLabel.values().stream()
            .filter(row -> !constant(row))
            .allMatch(
                row ->
                    row.deltaPct() != null
                        && Math.abs(row.deltaPct()) <= MOST_PERCENT
                        && (row.n() < 2 || Numbers.bounded(row.pctCi95Low(), row.pctCi95High())));
    List<String> shown =
        shown(label -> byLabel.containsKey(label) ? byLabel.get(label).delta() : Double.NaN);
    List<Row> rows =
        shown.stream()
            .filter(label -> !input.facts().isBaseline(label))
            .map(label -> contrastRow(titles.of(label), byLabel.get(label), percent))
            .toList();
    String title = metric + " against the baseline";
    String note =
        (percent ? "difference in per cent of the mean of " : "difference from the mean of ")
            + titles.of(input.facts().baseline())
            + (percent ? "" : ", which is too near 0 for per cents")
            + ", paired by seed, with its 95 % interval; filled: p < 0.05 after Holm"
            + leftOut(shown);
    String axis = percent ? "difference in " + metric + " (%)" : "difference in " + axis(metric);
    Drawing drawing = new IntervalPlot(title, note, axis, rows, new Line(0, false), true).draw();
    return new Figure(
        names.of("contrast_" + metric),
        title,
        (percent ? "Difference in per cent: " : "Difference: ") + describe(rows),
        drawing);
  }

  private static Row contrastRow(String title, ContrastRow row, boolean percent) {
    if (row == null) {
      return percentRow(title, null, null, null, null);
    }
    if (constant(row)) {
      String text = "the same difference in every seed";
      return new Row(title, null, null, null, null, text, true, false);
    }
    if (percent) {
      return percentRow(title, row.deltaPct(), row.pctCi95Low(), row.pctCi95High(), row.pHolm());
    }
    String text = Numbers.withInterval(row.delta(), row.ci95Low(), row.ci95High());
    boolean significant = row.pHolm() != null && row.pHolm() < 0.05;
    return new Row(
        title, row.delta(), row.ci95Low(), row.ci95High(), null, text, !significant, false);
  }

  private Figure effect(String metric) {
    List<Row> rows =
        input.tables().effects().stream()
            .filter(row -> row.metric().equals(metric))
            .map(
                row ->
                    percentRow(
                        effectName(row),
                        row.deltaPct(),
                        row.pctCi95Low(),
                        row.pctCi95High(),
                        row.pHolm()))
            .toList();
    String title = "effects on " + metric;
    String note =
        "change in per cent, averaged over the other factors, with its 95 % interval;"
            + " filled: p < 0.05 after Holm";
    Drawing drawing =
        new IntervalPlot(
                title, note, "change in " + metric + " (%)", rows, new Line(0, false), true)
            .draw();
    return new Figure(
        names.of("effects_" + metric), title, "Change in per cent: " + describe(rows), drawing);
  }

  /**
   * Returns the name of an effect for readers. A main effect is written as {@code reg: l1 → l2}; an
   * interaction, whose factors the table joins by a colon, as {@code reg × act}.
   */
  static String effectName(EffectRow row) {
    boolean interaction = row.effect().contains(":");
    return interaction
        ? row.effect().replace(":", " × ")
        : row.effect() + ": " + row.levelLow() + " → " + row.levelHigh();
  }

  private static Row percentRow(String label, Double mid, Double low, Double high, Double pHolm) {
    String text = mid == null ? "no value" : Numbers.withInterval(mid, low, high) + " %";
    boolean significant = pHolm != null && pHolm < 0.05;
    return new Row(label, mid, low, high, null, text, !significant, false);
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

  private String axis(String metric) {
    Column column = input.column(metric);
    return column.unit().isEmpty() ? metric : metric + " (" + column.unit() + ")";
  }

  private String seeds() {
    return input.facts().seeds() == 1 ? "1 seed" : input.facts().seeds() + " seeds";
  }

  private static String describe(List<Row> rows) {
    return rows.stream()
            .map(row -> row.label() + " " + row.text())
            .collect(Collectors.joining("; "))
        + ".";
  }
}

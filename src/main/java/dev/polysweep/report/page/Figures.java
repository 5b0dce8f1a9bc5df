package dev.polysweep.report.page;

import dev.polysweep.report.chart.CurvePlot;
import dev.polysweep.report.chart.HeatMaps;
import dev.polysweep.report.chart.IntervalPlot;
import dev.polysweep.report.chart.IntervalPlot.Line;
import dev.polysweep.report.chart.IntervalPlot.Row;
import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.table.ArrayRow;
import dev.polysweep.table.Column;
import dev.polysweep.table.CurveRow;
import dev.polysweep.table.EffectRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the figures of a sweep. A table without rows gives no figures, and a sweep of more than
 * {@value #MOST} configurations gets none of the figures that show all configurations together.
 */
final class Figures {

  private static final int MOST = 64;

  private final ReportInput input;
  private final FileNames names = new FileNames();

  Figures(ReportInput input) {
    this.input = input;
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
    return tooMany() ? List.of() : input.shownMetrics().stream().map(this::estimate).toList();
  }

  /**
   * Makes a forest plot of the differences from the baseline for each headline metric. The figures
   * are named {@code contrast_interference}, …
   */
  List<Figure> contrasts() {
    return tooMany()
        ? List.of()
        : input.headline().stream()
            .filter(
                m -> input.tables().contrasts().stream().anyMatch(row -> row.metric().equals(m)))
            .map(this::contrast)
            .toList();
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

  /**
   * Makes one figure, {@code cosine}, with the mean cosine overlaps of all configurations side by
   * side.
   */
  List<Figure> overlapOverview() {
    List<ArrayRow> shown = overlaps();
    if (shown.isEmpty() || tooMany()) {
      return List.of();
    }
    List<String> titles = shown.stream().map(ArrayRow::label).toList();
    String title = "Mean cosine overlap of feature directions, by configuration";
    Drawing drawing =
        new HeatMaps(shown, shown, "mean cosine")
            .draw(title, titles, titles.indexOf(input.facts().baseline()));
    String alt =
        "Heat maps of the cosine between feature directions, averaged over seeds, one for each of "
            + titles.size()
            + " configurations.";
    return List.of(new Figure(names.of("cosine"), title, alt, drawing));
  }

  /**
   * Makes a heat map of the mean cosine overlaps for each configuration, on the colour scale of the
   * overview. The figures are named {@code cosine_LABEL}.
   */
  List<Figure> overlapsByLabel() {
    List<ArrayRow> all = overlaps();
    return all.stream()
        .map(
            row -> {
              String title = "Mean cosine overlap";
              Drawing drawing =
                  new HeatMaps(List.of(row), all, "mean cosine")
                      .draw(title, List.of(row.label()), -1);
              String alt =
                  "Heat map of the cosine between feature directions of "
                      + row.label()
                      + ", averaged over seeds.";
              return new Figure(
                  names.of("cosine_" + row.label()), title + ": " + row.label(), alt, drawing);
            })
        .toList();
  }

  private List<ArrayRow> overlaps() {
    return input.facts().labels().stream()
        .map(
            label ->
                input.tables().overlaps().stream()
                    .filter(r -> r.label().equals(label))
                    .findFirst()
                    .orElse(null))
        .filter(Objects::nonNull)
        .toList();
  }

  private Figure estimate(String metric) {
    boolean hasNull = input.tables().nulls().stream().anyMatch(row -> row.metric().equals(metric));
    Integer place = ConfigurationTable.place(input, metric);
    List<Row> rows =
        input.facts().labels().stream().map(label -> estimateRow(metric, label, place)).toList();
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
            + (intervals ? " with its 95 % interval (Student t)" : "")
            + (line != null ? "; dashed: mean of the baseline" : "")
            + (hasNull ? "; upright tick: mean of the null" : "");
    Drawing drawing = new IntervalPlot(title, note, axis(metric), rows, line, false).draw();
    return new Figure(
        names.of(metric), title, "Mean and 95 % interval of " + describe(rows), drawing);
  }

  private Row estimateRow(String metric, String label, Integer place) {
    Double nullMean = input.tables().nullOf(label, metric).map(row -> row.nullMean()).orElse(null);
    boolean baseline = input.facts().isBaseline(label);
    return input
        .tables()
        .summary(label, metric)
        .filter(row -> Double.isFinite(row.mean()))
        .map(
            row ->
                new Row(
                    label,
                    row.mean(),
                    row.ci95Low(),
                    row.ci95High(),
                    nullMean,
                    Numbers.plusMinus(row.mean(), row.ci95Low(), row.ci95High(), place),
                    false,
                    baseline))
        .orElseGet(() -> new Row(label, null, null, null, nullMean, "no value", false, baseline));
  }

  private Figure contrast(String metric) {
    List<Row> rows =
        input.facts().labels().stream()
            .filter(label -> !input.facts().isBaseline(label))
            .map(
                label ->
                    input
                        .tables()
                        .contrast(label, metric)
                        .map(
                            row ->
                                percentRow(
                                    label,
                                    row.deltaPct(),
                                    row.pctCi95Low(),
                                    row.pctCi95High(),
                                    row.pHolm()))
                        .orElseGet(() -> percentRow(label, null, null, null, null)))
            .toList();
    String title = metric + " against the baseline";
    String note =
        "difference in per cent of the mean of "
            + input.facts().baseline()
            + ", paired by seed, with its 95 % interval; filled: p < 0.05 after Holm";
    Drawing drawing =
        new IntervalPlot(
                title, note, "difference in " + metric + " (%)", rows, new Line(0, false), true)
            .draw();
    return new Figure(
        names.of("contrast_" + metric),
        title,
        "Difference in per cent: " + describe(rows),
        drawing);
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
    Drawing drawing =
        new CurvePlot(title, axis(metric), input.facts().labels(), rows, input.facts().baseline())
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

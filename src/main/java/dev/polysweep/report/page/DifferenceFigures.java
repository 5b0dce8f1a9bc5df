package dev.polysweep.report.page;

import dev.polysweep.report.chart.IntervalPlot;
import dev.polysweep.report.chart.IntervalPlot.Line;
import dev.polysweep.report.chart.IntervalPlot.Row;
import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.table.row.ContrastRow;
import dev.polysweep.table.row.EffectRow;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Forest plots of differences: of configurations from the baseline, and between the levels of the
 * factors of a factorial design. Differences that are the same in every seed have no interval and
 * are left out, with a word; where what is compared with is near 0, differences are in the metric's
 * own unit.
 */
final class DifferenceFigures {

  /** Greatest difference in per cent that is drawn in per cent, not in the metric's own unit. */
  private static final double MOST_PERCENT = 200;

  private final ReportInput input;
  private final Figures figures;

  DifferenceFigures(ReportInput input, Figures figures) {
    this.input = input;
    this.figures = figures;
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
   * Makes a forest plot of the effects of a factorial design for each headline metric. The figures
   * are named {@code effects_interference}, …
   */
  List<Figure> effects() {
    return input.headline().stream()
        .filter(
            m ->
                input.tables().effects().stream()
                    .anyMatch(row -> row.metric().equals(m) && !constant(row)))
        .map(this::effect)
        .toList();
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
                row -> percents(row.n(), row.deltaPct(), row.pctCi95Low(), row.pctCi95High()));
    List<String> shown =
        figures.shown(
            label -> byLabel.containsKey(label) ? byLabel.get(label).delta() : Double.NaN);
    List<Row> rows =
        shown.stream()
            .filter(label -> !input.facts().isBaseline(label))
            .map(label -> contrastRow(figures.title(label), byLabel.get(label), percent))
            .toList();
    String title = metric + " against the baseline";
    String note =
        (percent ? "difference in per cent of the mean of " : "difference from the mean of ")
            + figures.title(input.facts().baseline())
            + (percent ? "" : ", which is too near 0 for per cents")
            + ", paired by seed, with its 95 % interval; filled: p < 0.05 after Holm"
            + figures.leftOut(shown);
    String axis =
        percent ? "difference in " + metric + " (%)" : "difference in " + figures.axis(metric);
    Drawing drawing = new IntervalPlot(title, note, axis, rows, new Line(0, false), true).draw();
    return new Figure(
        figures.names().of("contrast_" + metric),
        title,
        (percent ? "Difference in per cent: " : "Difference: ") + Figures.describe(rows),
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
    return plainRow(title, row.delta(), row.ci95Low(), row.ci95High(), row.pHolm());
  }

  private static Row plainRow(String label, double mid, Double low, Double high, Double pHolm) {
    String text = Numbers.withInterval(mid, low, high);
    boolean significant = pHolm != null && pHolm < 0.05;
    return new Row(label, mid, low, high, null, text, !significant, false);
  }

  /** Returns whether an effect is the same in every seed, so that no interval can be given. */
  static boolean constant(EffectRow row) {
    return row.n() > 1 && row.p() == null;
  }

  private Figure effect(String metric) {
    List<String> constant =
        input.tables().effects().stream()
            .filter(row -> row.metric().equals(metric) && constant(row))
            .map(DifferenceFigures::effectName)
            .toList();
    List<EffectRow> shown =
        input.tables().effects().stream()
            .filter(row -> row.metric().equals(metric) && !constant(row))
            .toList();
    boolean percent =
        shown.stream()
            .allMatch(
                row -> percents(row.n(), row.deltaPct(), row.pctCi95Low(), row.pctCi95High()));
    List<Row> rows =
        shown.stream()
            .map(
                row ->
                    percent
                        ? percentRow(
                            effectName(row),
                            row.deltaPct(),
                            row.pctCi95Low(),
                            row.pctCi95High(),
                            row.pHolm())
                        : plainRow(
                            effectName(row),
                            row.delta(),
                            row.ci95Low(),
                            row.ci95High(),
                            row.pHolm()))
            .toList();
    String title = "effects on " + metric;
    String note =
        (percent
                ? "change in per cent, averaged"
                : "change, where means are too near 0 for per cents, averaged")
            + " over the other factors, with its 95 % interval; filled: p < 0.05 after Holm"
            + (constant.isEmpty()
                ? ""
                : "; the same in every seed, so left out: " + String.join(", ", constant));
    String axis = percent ? "change in " + metric + " (%)" : "change in " + figures.axis(metric);
    Drawing drawing = new IntervalPlot(title, note, axis, rows, new Line(0, false), true).draw();
    return new Figure(
        figures.names().of("effects_" + metric),
        title,
        (percent ? "Change in per cent: " : "Change: ") + Figures.describe(rows),
        drawing);
  }

  /** Returns whether a difference can be read in per cent of what it is compared with. */
  private static boolean percents(long n, Double percent, Double low, Double high) {
    return percent != null
        && Math.abs(percent) <= MOST_PERCENT
        && (n < 2 || Numbers.bounded(low, high));
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
}

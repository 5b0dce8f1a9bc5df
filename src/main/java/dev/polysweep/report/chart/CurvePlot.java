package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.draw.TextMetrics;
import dev.polysweep.table.SeedCurve;
import dev.polysweep.table.row.CurveRow;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Curves over epochs as small multiples. Each configuration has a panel with its mean and its 95 %
 * band; the baseline's mean is drawn in every panel for comparison. A single figure with a colour
 * for each of forty configurations would be unreadable; here two colours are enough. All panels
 * share their axes; the vertical axis is logarithmic if all means are positive and span a factor of
 * ten or more.
 *
 * @param title title of the figure
 * @param axis name of the vertical axis with its unit
 * @param labels labels of the configurations, in the order of their panels
 * @param curves the rows of one metric and one phase by label, epochs ascending; a label without an
 *     entry gets an empty panel
 * @param baseline label of the baseline, or null if there is none
 * @param overlay marks that are drawn behind the curves
 */
public record CurvePlot(
    String title,
    String axis,
    List<String> labels,
    Map<String, List<CurveRow>> curves,
    String baseline,
    CurveOverlay overlay) {

  /** Fewer points than this are marks of their own, since a line between two would be invented. */
  private static final int FEWEST_OF_LINE = 3;

  /** Makes a plot of curves without an overlay. */
  public CurvePlot(
      String title,
      String axis,
      List<String> labels,
      Map<String, List<CurveRow>> curves,
      String baseline) {
    this(title, axis, labels, curves, baseline, CurveOverlay.NONE);
  }

  /** Draws the figure. */
  public Drawing draw() {
    boolean log = isLog();
    Heading heading = new Heading(title, note(log), Heading.WIDTH - 2 * Heading.MARGIN);
    double left = Heading.MARGIN + 34 + widestTick(log);
    double room = Heading.WIDTH - Heading.MARGIN - left;
    double aspect = labels.size() == 1 ? 0.55 : 0.72;
    PanelGrid grid = PanelGrid.of(labels, left, heading.bottom(), room, 16, aspect, 640);
    Drawing drawing = new Drawing(Heading.WIDTH, grid.bottom() + 54);
    heading.draw(drawing);
    Scale values = values(log, grid.panelHeight(), 0);
    Scale epochs = epochs(grid.panelWidth());
    for (int i = 0; i < labels.size(); i++) {
      grid.title(drawing, i, labels.get(i).equals(baseline));
      double x = grid.x(i);
      double y = grid.y(i);
      Scale h = epochs.onto(x, x + grid.panelWidth());
      Scale v = values.onto(y + grid.panelHeight(), y);
      axes(drawing, grid, i, h, v);
      panel(drawing, labels.get(i), h, v);
    }
    double middle = (grid.y(0) + grid.bottom()) / 2;
    drawing.vertical(Heading.MARGIN + 10, middle, axis, 12.5, Ink.TEXT);
    drawing.text(
        (left + grid.right()) / 2, grid.bottom() + 40, "epoch", 12.5, Anchor.MIDDLE, Ink.TEXT);
    return drawing;
  }

  private static int valueTicks(double panelHeight) {
    return panelHeight > 200 ? 6 : 4;
  }

  private double widestTick(boolean log) {
    return values(log, 1, 0).ticks(6, false).stream()
        .mapToDouble(tick -> TextMetrics.width(tick.text(), Heading.SMALL))
        .max()
        .orElse(0);
  }

  private String note(boolean log) {
    String reference =
        labels.size() > 1 && curves.containsKey(baseline)
            ? (lines() ? "; dashed" : "; orange") + ": mean of the baseline"
            : "";
    boolean bands =
        curves.values().stream()
            .flatMap(List::stream)
            .anyMatch(row -> Numbers.bounded(row.ci95Low(), row.ci95High()));
    String line =
        !overlay.seeds().isEmpty()
            ? "line: mean over seeds; thin: each seed"
            : bands
                ? (lines() ? "line and band" : "dot and bar")
                    + ": mean over seeds with its 95 % interval"
                : (lines() ? "line" : "dot") + ": mean over seeds";
    return line
        + reference
        + overlay.note()
        + (log ? "; logarithmic axis" : "")
        + (overlay.seeds().isEmpty() && cut(log) ? "; bands that reach further are cut" : "");
  }

  /** Whether some band reaches beyond the vertical scale; on a logarithmic one, above 0. */
  private boolean cut(boolean log) {
    Scale scale = values(log, 0, 1);
    return curves.values().stream()
        .flatMap(List::stream)
        .filter(row -> Numbers.bounded(row.ci95Low(), row.ci95High()))
        .anyMatch(
            row ->
                row.ci95High() > scale.high()
                    || (row.ci95Low() < scale.low() && !(log && row.ci95Low() <= 0)));
  }

  private boolean lines() {
    return curves.values().stream().anyMatch(curve -> curve.size() >= FEWEST_OF_LINE);
  }

  private boolean isLog() {
    var means = curves.values().stream().flatMap(List::stream).mapToDouble(CurveRow::mean);
    var range = means.filter(Double::isFinite).summaryStatistics();
    return range.getCount() > 0 && range.getMin() > 0 && range.getMax() >= 10 * range.getMin();
  }

  /**
   * Returns the vertical scale. It covers all means, and it covers the 95 % bands as far as they
   * reach no more than the span of the means, on a logarithmic scale half of it, beyond the lowest
   * and the highest mean, so that one wide band does not flatten all curves.
   */
  private Scale values(boolean log, double from, double to) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (List<CurveRow> curve : curves.values()) {
      for (CurveRow row : curve) {
        if (Double.isFinite(row.mean())) {
          low = Math.min(low, row.mean());
          high = Math.max(high, row.mean());
        }
      }
    }
    if (low > high) {
      return new Scale(0, 1, false, from, to);
    }
    for (List<SeedCurve> seeds : overlay.seeds().values()) {
      for (SeedCurve seed : seeds) {
        low =
            Math.min(
                low, Arrays.stream(seed.values()).filter(x -> !log || x > 0).min().orElse(low));
        high = Math.max(high, Arrays.stream(seed.values()).max().orElse(high));
      }
    }
    if (!overlay.seeds().isEmpty()) {
      return Scale.over(low, high, log, from, to);
    }
    double meanLow = low;
    double meanHigh = high;
    for (List<CurveRow> curve : curves.values()) {
      for (CurveRow row : curve) {
        if (Numbers.bounded(row.ci95Low(), row.ci95High())) {
          low = Math.min(low, Math.max(row.ci95Low(), floor(log, meanLow, meanHigh)));
          high = Math.max(high, Math.min(row.ci95High(), ceiling(log, meanLow, meanHigh)));
        }
      }
    }
    return Scale.over(low, high, log, from, to);
  }

  private static double floor(boolean log, double low, double high) {
    return log ? low / Math.sqrt(high / low) : low - (high - low);
  }

  private static double ceiling(boolean log, double low, double high) {
    return log ? high * Math.sqrt(high / low) : high + (high - low);
  }

  private Scale epochs(double width) {
    var range =
        curves.values().stream()
            .flatMap(List::stream)
            .mapToInt(CurveRow::epoch)
            .summaryStatistics();
    double last = range.getCount() == 0 ? 1 : range.getMax();
    return new Scale(0, Math.max(1, last), false, 0, width);
  }

  private void axes(Drawing drawing, PanelGrid grid, int panel, Scale h, Scale v) {
    double x = grid.x(panel);
    double y = grid.y(panel);
    double width = grid.panelWidth();
    double height = grid.panelHeight();
    for (Scale.Tick tick : v.ticks(valueTicks(height), false)) {
      double at = v.at(tick.value());
      drawing.line(x, at, x + width, at, Ink.GRID, 1);
      if (grid.isLeftmost(panel)) {
        drawing.text(x - 7, at + 4, tick.text(), Heading.SMALL, Anchor.END, Ink.MUTED);
      }
    }
    for (Scale.Tick tick : h.spaced(width > 300 ? 8 : width > 180 ? 4 : 2, false)) {
      double at = h.at(tick.value());
      drawing.line(at, y, at, y + height, Ink.GRID, 1);
      if (grid.isLowest(panel)) {
        // Numbers at the edges of a panel are anchored inside the panel, because centred ones would
        // touch the numbers of the neighbouring panel.
        Anchor anchor =
            at < x + 8 ? Anchor.START : at > x + width - 12 ? Anchor.END : Anchor.MIDDLE;
        drawing.text(at, y + height + 17, tick.text(), Heading.SMALL, anchor, Ink.MUTED);
      }
    }
    double[] xs = {x, x + width, x + width, x, x};
    double[] ys = {y, y, y + height, y + height, y};
    drawing.polyline(xs, ys, Ink.FRAME, 1, 0);
  }

  private void panel(Drawing drawing, String label, Scale h, Scale v) {
    List<CurveRow> curve = finite(label);
    if (curve.isEmpty()) {
      double x = (h.from() + h.to()) / 2;
      drawing.text(
          x, (v.from() + v.to()) / 2, "no values", Heading.SMALL, Anchor.MIDDLE, Ink.MUTED);
      return;
    }
    overlay.draw(drawing, label, h, v);
    if (!overlay.seeds().containsKey(label)) {
      band(drawing, curve, h, v);
    }
    if (!label.equals(baseline)) {
      line(drawing, finite(baseline), h, v, Ink.REFERENCE, 1.25, 3);
    }
    line(drawing, curve, h, v, Ink.DATA, 1.75, 0);
  }

  private List<CurveRow> finite(String label) {
    List<CurveRow> rows = label == null ? List.of() : curves.getOrDefault(label, List.of());
    return rows.stream().filter(row -> Double.isFinite(row.mean())).toList();
  }

  private static void line(
      Drawing drawing, List<CurveRow> rows, Scale h, Scale v, Ink ink, double width, double dash) {
    double[] xs = rows.stream().mapToDouble(row -> h.at(row.epoch())).toArray();
    double[] ys = rows.stream().mapToDouble(row -> v.at(row.mean())).toArray();
    if (xs.length < FEWEST_OF_LINE) {
      for (int i = 0; i < xs.length; i++) {
        drawing.dot(xs[i], ys[i], 2.5, ink, ink);
      }
    } else {
      drawing.polyline(xs, ys, ink, width, dash);
    }
  }

  private static void band(Drawing drawing, List<CurveRow> curve, Scale h, Scale v) {
    List<CurveRow> rows =
        curve.stream().filter(row -> Numbers.bounded(row.ci95Low(), row.ci95High())).toList();
    int n = rows.size();
    if (n < FEWEST_OF_LINE) {
      for (CurveRow row : rows) {
        double x = h.at(row.epoch());
        drawing.line(x, v.at(row.ci95Low()), x, v.at(row.ci95High()), Ink.DATA, 1.5);
      }
      return;
    }
    double[] xs = new double[2 * n];
    double[] ys = new double[2 * n];
    for (int i = 0; i < n; i++) {
      xs[i] = h.at(rows.get(i).epoch());
      ys[i] = v.at(rows.get(i).ci95High());
      xs[2 * n - 1 - i] = xs[i];
      ys[2 * n - 1 - i] = v.at(rows.get(i).ci95Low());
    }
    drawing.area(xs, ys, Ink.DATA, 0.22);
  }
}

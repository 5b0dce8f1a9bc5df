package dev.polysweep.report.chart;

import dev.polysweep.metric.geometry.NamedFractions;
import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;
import java.util.List;

/**
 * Plots the dimension fraction D_i of every feature against the feature probability. Each
 * probability has a column of dashes, a dash for each hundredth of a dimension; a dash is darker
 * the more features have this D_i. Horizontal lines mark the named fractions.
 *
 * @param columns the columns; their order does not matter
 */
public record FractionPlot(List<Column> columns) {

  private static final int BINS = 110;
  private static final double BIN = 0.01;
  private static final double HEIGHT = 460;
  private static final List<String> NAMES = List.of("3/8", "2/5", "1/2", "2/3", "3/4");

  /**
   * The features of all cells with one feature probability.
   *
   * @param probability feature probability, above 0
   * @param dimFracs D_i of each feature; NaN for a feature whose weights are zero
   */
  public record Column(double probability, double[] dimFracs) {}

  /** Draws the figure under a title. */
  public Drawing draw(String title) {
    String note =
        "D_i of every feature; the darker, the more features of that configuration have it; dashed:"
            + " the fractions of regular arrangements";
    Heading heading = new Heading(title, note, Heading.WIDTH - 2 * Heading.MARGIN);
    double left = Heading.MARGIN + 56;
    double right = Heading.WIDTH - Heading.MARGIN - 36;
    double top = heading.bottom();
    double bottom = top + HEIGHT;
    Drawing drawing = new Drawing(Heading.WIDTH, bottom + 54);
    heading.draw(drawing);
    double lowest = columns.stream().mapToDouble(Column::probability).min().orElse(0.01);
    double highest = columns.stream().mapToDouble(Column::probability).max().orElse(1);
    double half = Math.max(3, Math.min(14, 0.36 * (right - left) / columns.size()));
    // Probability falls from left to right, so that sparser features are at the right, as in the
    // paper.
    Scale across =
        new Scale(
            lowest, Math.max(highest, 1.01 * lowest), true, right - half - 8, left + half + 8);
    Scale up = new Scale(0, BINS * BIN, false, bottom, top);
    axes(drawing, across, up, left, right);
    fractions(drawing, up, left, right);
    for (Column column : columns) {
      column(drawing, column, across.at(column.probability()), half, up);
    }
    return drawing;
  }

  private static void axes(Drawing drawing, Scale across, Scale up, double left, double right) {
    for (Scale.Tick tick : up.ticks(6, false)) {
      double at = up.at(tick.value());
      drawing.line(left, at, right, at, Ink.GRID, 1);
      drawing.text(left - 7, at + 4, tick.text(), Heading.SMALL, Anchor.END, Ink.MUTED);
    }
    for (Scale.Tick tick : across.spaced(8, false)) {
      double at = across.at(tick.value());
      drawing.line(at, up.to(), at, up.from(), Ink.GRID, 1);
      drawing.text(at, up.from() + 17, tick.text(), Heading.SMALL, Anchor.MIDDLE, Ink.MUTED);
    }
    double[] xs = {left, right, right, left, left};
    double[] ys = {up.to(), up.to(), up.from(), up.from(), up.to()};
    drawing.polyline(xs, ys, Ink.FRAME, 1, 0);
    drawing.vertical(
        Heading.MARGIN + 10,
        (up.from() + up.to()) / 2,
        "fraction of a dimension D_i",
        12.5,
        Ink.TEXT);
    drawing.text(
        (left + right) / 2,
        up.from() + 40,
        "feature probability (sparser to the right)",
        12.5,
        Anchor.MIDDLE,
        Ink.TEXT);
  }

  private static void fractions(Drawing drawing, Scale up, double left, double right) {
    double[] fractions = NamedFractions.fractions();
    for (int i = 0; i < fractions.length; i++) {
      double at = up.at(fractions[i]);
      drawing.dashed(left, at, right, at, Ink.REFERENCE, 1);
      // 3/8 and 2/5 are so close that their names would overlap; the names are moved apart.
      double nudge = i == 0 ? 5 : i == 1 ? -3 : 0;
      drawing.text(
          right + 6, at + 4 + nudge, NAMES.get(i), Heading.SMALL, Anchor.START, Ink.REFERENCE);
    }
  }

  private static void column(Drawing drawing, Column column, double x, double half, Scale up) {
    int[] counts = new int[BINS];
    int all = 0;
    for (double d : column.dimFracs()) {
      if (!Double.isNaN(d)) {
        counts[(int) Math.min(BINS - 1, Math.max(0, Math.floor(d / BIN + 0.5)))]++;
        all++;
      }
    }
    for (int bin = 0; bin < BINS; bin++) {
      if (counts[bin] > 0) {
        double opacity = Math.min(1, 0.2 + 0.8 * Math.sqrt(5.0 * counts[bin] / all));
        double y = up.at(bin * BIN);
        double[] xs = {x - half, x + half, x + half, x - half};
        double[] ys = {y - 1.6, y - 1.6, y + 1.6, y + 1.6};
        drawing.area(xs, ys, Ink.DATA, opacity);
      }
    }
  }
}

package dev.polysweep.report.chart;

import dev.polysweep.metric.geometry.SuperpositionPhase;
import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;
import dev.polysweep.report.draw.TextMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A phase diagram of two features that share one hidden dimension: what the model does with the
 * second feature, depending on its relative importance and on the feature probability. The map is
 * white where the model ignores the feature; elsewhere its colour runs from blue (the feature has
 * the dimension to itself) to red (the feature is in superposition with the first). Lines over the
 * map are the boundaries between the arrangements of lowest loss, computed in closed form.
 *
 * @param probabilities feature probabilities, ascending, at least two
 * @param importances relative importances, ascending, at least two
 * @param points measured points by the list of probability and importance; a missing point stays
 *     grey
 */
public record PhaseMap(
    List<Double> probabilities, List<Double> importances, Map<List<Double>, Point> points) {

  private static final int IGNORED = 0xf4f4f2;
  private static final int DEDICATED = 0x2f7fb8;
  private static final int SUPERPOSED = 0xd1402f;
  private static final double SIZE = 480;
  private static final double KEY = 13;

  /**
   * The measurements at one point of the map.
   *
   * @param norm ‖W_2‖, the norm of the second feature
   * @param overlap (Ŵ_2·W_1)², the interference of the second feature with the first
   */
  public record Point(double norm, double overlap) {}

  /** Draws the figure under a title. */
  public Drawing draw(String title) {
    double left = Heading.MARGIN + 60;
    double width = left + SIZE + Heading.MARGIN + 10;
    String note =
        "colour: length of the feature and its overlap with the other, means over the models of a"
            + " point; line: where the cheapest arrangement changes, in closed form";
    Heading heading = new Heading(title, note, width - 2 * Heading.MARGIN);
    double top = heading.bottom() + 26;
    Drawing drawing = new Drawing(width, top + SIZE + 56);
    heading.draw(drawing);
    key(drawing, left, top - 20);
    drawing.cells(
        left,
        top,
        colors(),
        probabilities.size(),
        SIZE / probabilities.size(),
        SIZE / importances.size());
    axes(drawing, left, top);
    for (boolean halo : new boolean[] {true, false}) {
      boundaries(drawing, left, top, halo ? Ink.PAPER : Ink.TEXT, halo ? 4 : 1.75);
    }
    return drawing;
  }

  private static void key(Drawing drawing, double x, double y) {
    double at = x;
    int[] colors = {IGNORED, DEDICATED, SUPERPOSED};
    String[] names = {"ignored", "has the dimension", "superposed"};
    for (int i = 0; i < colors.length; i++) {
      drawing.cells(at, y, new int[] {colors[i]}, 1, KEY, KEY);
      double[] xs = {at, at + KEY, at + KEY, at, at};
      double[] ys = {y, y, y + KEY, y + KEY, y};
      drawing.polyline(xs, ys, Ink.FRAME, 1, 0);
      drawing.text(at + KEY + 6, y + KEY - 2, names[i], Heading.SMALL, Anchor.START, Ink.TEXT);
      at += KEY + 6 + TextMetrics.width(names[i], Heading.SMALL) + 18;
    }
  }

  /**
   * Returns the colour of each cell, row by row. Probabilities fall from left to right and
   * importances from top to bottom, as in the paper.
   */
  private int[] colors() {
    int cols = probabilities.size();
    int rows = importances.size();
    int[] rgb = new int[rows * cols];
    for (int i = 0; i < rgb.length; i++) {
      Point point =
          points.get(
              List.of(
                  probabilities.get(cols - 1 - i % cols), importances.get(rows - 1 - i / cols)));
      rgb[i] = point == null ? Ink.OMITTED.rgb : color(point);
    }
    return rgb;
  }

  private static int color(Point point) {
    double present = Math.min(1, point.norm());
    double shared = Math.min(1, point.overlap());
    return mix(IGNORED, mix(DEDICATED, SUPERPOSED, shared), present);
  }

  private static int mix(int from, int to, double share) {
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = from >> shift & 0xff;
      int b = to >> shift & 0xff;
      rgb |= (int) Math.round(a + share * (b - a)) << shift;
    }
    return rgb;
  }

  private void axes(Drawing drawing, double left, double top) {
    double[] xs = {left, left + SIZE, left + SIZE, left, left};
    double[] ys = {top, top, top + SIZE, top + SIZE, top};
    drawing.polyline(xs, ys, Ink.FRAME, 1, 0);
    for (Scale.Tick tick : ticks(probabilities)) {
      double x = left + SIZE * (1 - place(probabilities, tick.value()));
      drawing.line(x, top + SIZE, x, top + SIZE + 5, Ink.FRAME, 1);
      drawing.text(x, top + SIZE + 19, tick.text(), Heading.SMALL, Anchor.MIDDLE, Ink.MUTED);
    }
    for (Scale.Tick tick : ticks(importances)) {
      double y = top + SIZE * (1 - place(importances, tick.value()));
      drawing.line(left - 5, y, left, y, Ink.FRAME, 1);
      drawing.text(left - 9, y + 4, tick.text(), Heading.SMALL, Anchor.END, Ink.MUTED);
    }
    drawing.text(
        left + SIZE / 2,
        top + SIZE + 42,
        "feature probability (sparser to the right)",
        12.5,
        Anchor.MIDDLE,
        Ink.TEXT);
    drawing.vertical(
        Heading.MARGIN + 10, top + SIZE / 2, "relative importance of the feature", 12.5, Ink.TEXT);
  }

  private static List<Scale.Tick> ticks(List<Double> values) {
    return new Scale(values.get(0), values.get(values.size() - 1), true, 0, 1).ticks(5, false);
  }

  /**
   * Returns the position of a value along an axis of equally wide cells, as a share from 0 to 1.
   * Each entry of {@code values} lies at the middle of its cell. Positions are linear in the
   * logarithm of the value; the slope of the outermost pair of entries continues beyond them up to
   * the edges.
   */
  private static double place(List<Double> values, double value) {
    int cell = 0;
    while (cell < values.size() - 2 && value > values.get(cell + 1)) {
      cell++;
    }
    double low = Math.log(values.get(cell));
    double high = Math.log(values.get(cell + 1));
    double at = cell + 0.5 + (Math.log(value) - low) / (high - low);
    return Math.min(1, Math.max(0, at / values.size()));
  }

  /**
   * Draws the probability at which superposition begins to have the lower loss, as a curve over the
   * importances, and at the probabilities above that curve the line on which both features are
   * equally important.
   */
  private void boundaries(Drawing drawing, double left, double top, Ink ink, double width) {
    int n = importances.size();
    double lowest = beyond(importances.get(1), importances.get(0));
    double highest = beyond(importances.get(n - 2), importances.get(n - 1));
    List<double[]> curve = new ArrayList<>();
    int steps = 200;
    for (int k = 0; k <= steps; k++) {
      double r = lowest * Math.pow(highest / lowest, (double) k / steps);
      curve.add(pixel(left, top, SuperpositionPhase.boundary(r), r));
    }
    polyline(drawing, curve, ink, width);
    if (lowest < 1 && highest > 1) {
      int m = probabilities.size();
      double last = beyond(probabilities.get(m - 2), probabilities.get(m - 1));
      polyline(
          drawing,
          List.of(
              pixel(left, top, SuperpositionPhase.boundary(1), 1),
              pixel(left, top, Math.max(last, SuperpositionPhase.boundary(1)), 1)),
          ink,
          width);
    }
  }

  /**
   * Returns the value at the outer edge of the last cell, half a logarithmic step beyond the middle
   * of the cell.
   *
   * @param inner value at the middle of the cell next to the last
   * @param last value at the middle of the last cell
   */
  private static double beyond(double inner, double last) {
    return last * Math.sqrt(last / inner);
  }

  private double[] pixel(double left, double top, double probability, double importance) {
    return new double[] {
      left + SIZE * (1 - place(probabilities, probability)),
      top + SIZE * (1 - place(importances, importance))
    };
  }

  private static void polyline(Drawing drawing, List<double[]> points, Ink ink, double width) {
    drawing.polyline(
        points.stream().mapToDouble(p -> p[0]).toArray(),
        points.stream().mapToDouble(p -> p[1]).toArray(),
        ink,
        width,
        0);
  }
}

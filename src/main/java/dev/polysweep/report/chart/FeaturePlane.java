package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;
import dev.polysweep.table.row.ArrayRow;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Features of models with two hidden dimensions, drawn as arrows. Each model has a panel, and all
 * panels share one scale. The tips of the represented features (‖W_i‖ &gt; 0.5) are joined to a
 * polygon.
 *
 * @param title title of the figure
 * @param note text below the title
 * @param titles titles of the panels
 * @param models the matrix W {@code [2, n_features]} of each panel, in the order of the titles
 */
public record FeaturePlane(String title, String note, List<String> titles, List<ArrayRow> models) {

  private static final double REPRESENTED = 0.5;
  private static final double HEAD = 8;
  private static final int MOST_NUMBERED = 12;

  /** Draws the figure. */
  public Drawing draw() {
    double width = Heading.WIDTH;
    Heading heading = new Heading(title, note, width - 2 * Heading.MARGIN);
    double room = width - 2 * Heading.MARGIN;
    PanelGrid grid = PanelGrid.of(titles, Heading.MARGIN, heading.bottom(), room, 18, 1, 300);
    Drawing drawing = new Drawing(width, grid.bottom() + Heading.MARGIN);
    heading.draw(drawing);
    double reach =
        1.32 * Math.max(1, models.stream().mapToDouble(FeaturePlane::longest).max().orElse(1));
    for (int i = 0; i < models.size(); i++) {
      grid.title(drawing, i, false);
      double radius = grid.panelWidth() / 2;
      panel(drawing, models.get(i), grid.x(i) + radius, grid.y(i) + radius, radius, reach);
    }
    return drawing;
  }

  private static double longest(ArrayRow w) {
    return IntStream.range(0, w.cols()).mapToDouble(i -> length(w, i)).max().orElse(0);
  }

  private static double length(ArrayRow w, int i) {
    return Math.hypot(w.data()[i], w.data()[w.cols() + i]);
  }

  private static double angle(ArrayRow w, int i) {
    return Math.atan2(w.data()[w.cols() + i], w.data()[i]);
  }

  private static void panel(
      Drawing drawing, ArrayRow w, double x, double y, double radius, double reach) {
    double scale = radius / reach;
    double[] frameX = {x - radius, x + radius, x + radius, x - radius, x - radius};
    double[] frameY = {y - radius, y - radius, y + radius, y + radius, y - radius};
    drawing.line(x - radius, y, x + radius, y, Ink.GRID, 1);
    drawing.line(x, y - radius, x, y + radius, Ink.GRID, 1);
    circle(drawing, x, y, scale);
    drawing.polyline(frameX, frameY, Ink.FRAME, 1, 0);
    polygon(drawing, w, x, y, scale);
    for (int i = 0; i < w.cols(); i++) {
      double dx = w.data()[i] * scale;
      double dy = -w.data()[w.cols() + i] * scale;
      arrow(drawing, x, y, dx, dy, length(w, i) > REPRESENTED ? Ink.DATA : Ink.MUTED);
      if (w.cols() <= MOST_NUMBERED && length(w, i) > REPRESENTED) {
        double beyond = 1 + 11 / Math.hypot(dx, dy);
        drawing.text(x + dx * beyond, y + dy * beyond + 4, "" + i, 10.5, Anchor.MIDDLE, Ink.MUTED);
      }
    }
  }

  /**
   * Draws the circle on which the arrows of features of norm 1 end.
   *
   * @param radius radius of the circle in pixels
   */
  private static void circle(Drawing drawing, double x, double y, double radius) {
    int sides = 72;
    double[] xs = new double[sides + 1];
    double[] ys = new double[sides + 1];
    for (int k = 0; k <= sides; k++) {
      xs[k] = x + radius * Math.cos(2 * Math.PI * k / sides);
      ys[k] = y + radius * Math.sin(2 * Math.PI * k / sides);
    }
    drawing.polyline(xs, ys, Ink.GRID, 1, 0);
  }

  private static void polygon(Drawing drawing, ArrayRow w, double x, double y, double scale) {
    int[] corners =
        IntStream.range(0, w.cols())
            .filter(i -> length(w, i) > REPRESENTED)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> angle(w, i)))
            .mapToInt(Integer::intValue)
            .toArray();
    if (corners.length < 3) {
      return;
    }
    double[] xs = new double[corners.length + 1];
    double[] ys = new double[corners.length + 1];
    for (int k = 0; k <= corners.length; k++) {
      int i = corners[k % corners.length];
      xs[k] = x + w.data()[i] * scale;
      ys[k] = y - w.data()[w.cols() + i] * scale;
    }
    drawing.area(xs, ys, Ink.REFERENCE, 0.1);
    drawing.polyline(xs, ys, Ink.REFERENCE, 1, 3);
  }

  /**
   * Draws an arrow from (x, y) to (x + dx, y + dy). An arrow shorter than one and a half heads gets
   * no head.
   */
  private static void arrow(Drawing drawing, double x, double y, double dx, double dy, Ink ink) {
    double length = Math.hypot(dx, dy);
    if (length < 1.5 * HEAD) {
      drawing.line(x, y, x + dx, y + dy, ink, 1.75);
      return;
    }
    double ux = dx / length * HEAD;
    double uy = dy / length * HEAD;
    double backX = x + dx - ux;
    double backY = y + dy - uy;
    drawing.line(x, y, backX, backY, ink, 1.75);
    drawing.area(
        new double[] {x + dx, backX - 0.4 * uy, backX + 0.4 * uy},
        new double[] {y + dy, backY + 0.4 * ux, backY - 0.4 * ux},
        ink,
        1);
  }
}

package dev.polysweep.report.terminal;

/**
 * The features of a model with two hidden dimensions as arrows from the origin, each with its
 * number at the tip, so that a reader sees the polygon they form. A character is assumed to be
 * twice as high as wide.
 */
final class PlaneChart {

  private static final int HIGHEST = 21;

  private final Glyphs glyphs;

  PlaneChart(Glyphs glyphs) {
    this.glyphs = glyphs;
  }

  /**
   * Returns the chart as lines that end in a line feed.
   *
   * @param points {@code [n_features][2]}
   * @param width number of columns of the terminal
   */
  String render(double[][] points, int width) {
    int rows = Math.min(HIGHEST, Math.max(5, width / 2));
    int columns = Math.min(width, 2 * rows);
    double reach = 0;
    for (double[] point : points) {
      reach = Math.max(reach, Math.hypot(point[0], point[1]));
    }
    DotCanvas canvas = new DotCanvas(columns, rows, glyphs.unicode());
    double scale = reach > 0 ? 0.46 / reach : 0;
    for (double[] point : points) {
      canvas.line(0.5, 0.5, 0.5 + scale * point[0], 0.5 + scale * point[1]);
    }
    for (int i = 0; i < points.length; i++) {
      canvas.label(0.5 + scale * points[i][0], 0.5 + scale * points[i][1], String.valueOf(i));
    }
    canvas.label(0.5, 0.5, "+");
    return String.join("\n", canvas.lines()).replaceAll("^\n+|\n+$", "") + "\n";
  }
}

package dev.polysweep.report.draw;

/**
 * One element of a {@link Drawing}. All lengths and coordinates are in CSS pixels, and y grows
 * downwards.
 */
public sealed interface Mark {

  /** A filled rectangle with the upper left corner (x, y). */
  record Rect(double x, double y, double width, double height, Ink fill) implements Mark {}

  /**
   * Straight lines through the points (xs[i], ys[i]).
   *
   * @param width width of the stroke
   * @param dash length of the dashes and of the gaps between them; 0 for a solid line
   */
  record Line(double[] xs, double[] ys, Ink stroke, double width, double dash) implements Mark {}

  /** A filled polygon with the corners (xs[i], ys[i]) and without an outline. */
  record Area(double[] xs, double[] ys, Ink fill, double opacity) implements Mark {}

  /** A filled circle with the centre (x, y) and an outline 1.75 pixels wide. */
  record Dot(double x, double y, double radius, Ink fill, Ink stroke) implements Mark {}

  /**
   * A line of text whose baseline is at y.
   *
   * @param vertical whether the text is turned about (x, y) to read upwards
   */
  record Text(
      double x,
      double y,
      String text,
      double size,
      boolean bold,
      Anchor anchor,
      boolean vertical,
      Ink fill)
      implements Mark {}

  /**
   * A grid of touching cells with the upper left corner (x, y).
   *
   * @param rgb colours as 0xRRGGBB, {@code [rows * cols]}, row by row
   * @param cols number of cells in a row
   * @param cellWidth width of a cell
   * @param cellHeight height of a cell
   */
  record Cells(double x, double y, int[] rgb, int cols, double cellWidth, double cellHeight)
      implements Mark {}

  /** The point of a text that lies at its x coordinate. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }
}

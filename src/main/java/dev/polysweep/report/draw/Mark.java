package dev.polysweep.report.draw;

/** One element of a {@link Drawing}; lengths in CSS pixels, y downwards. */
public sealed interface Mark {

  /** A filled rectangle. */
  record Rect(double x, double y, double width, double height, Ink fill) implements Mark {}

  /**
   * A polyline through (xs[i], ys[i]).
   *
   * @param width of the stroke
   * @param dash length of dashes and of the gaps between them; 0 for a solid line
   */
  record Line(double[] xs, double[] ys, Ink stroke, double width, double dash) implements Mark {}

  /** A filled polygon without outline. */
  record Area(double[] xs, double[] ys, Ink fill, double opacity) implements Mark {}

  /** A circle with an outline 1.75 wide. */
  record Dot(double x, double y, double radius, Ink fill, Ink stroke) implements Mark {}

  /**
   * A line of text with its baseline at y.
   *
   * @param vertical whether it reads upwards, turned about (x, y)
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
   * A grid of touching cells.
   *
   * @param rgb colours [rows × cols], row-major
   * @param cols cells a row
   * @param cellWidth width of one
   * @param cellHeight height of one
   */
  record Cells(double x, double y, int[] rgb, int cols, double cellWidth, double cellHeight)
      implements Mark {}

  /** Which point of a text lies at its x. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }
}

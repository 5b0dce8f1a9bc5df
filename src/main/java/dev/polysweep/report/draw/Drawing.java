package dev.polysweep.report.draw;

import dev.polysweep.report.draw.Mark.Anchor;
import java.util.ArrayList;
import java.util.List;

/**
 * A figure as a list of marks in drawing order. The PNG and the SVG of a figure are both made from
 * this list and therefore show the same picture. A drawing is mutable: the methods below add marks.
 * All lengths and coordinates are in CSS pixels, and y grows downwards.
 */
public final class Drawing {

  private final double width;
  private final double height;
  private final List<Mark> marks = new ArrayList<>();

  /**
   * Makes a drawing with nothing but a background in the colour of paper.
   *
   * @param width width of the drawing in CSS pixels; rounded up to a whole number
   * @param height height of the drawing in CSS pixels; rounded up to a whole number
   */
  public Drawing(double width, double height) {
    this.width = Math.ceil(width);
    this.height = Math.ceil(height);
    rect(0, 0, this.width, this.height, Ink.PAPER);
  }

  /** Returns the width of the drawing in CSS pixels. */
  public double width() {
    return width;
  }

  /** Returns the height of the drawing in CSS pixels. */
  public double height() {
    return height;
  }

  /** Returns the marks in the order in which they were drawn. Later marks cover earlier ones. */
  public List<Mark> marks() {
    return marks;
  }

  /** Draws a filled rectangle whose upper left corner is (x, y). */
  public void rect(double x, double y, double width, double height, Ink fill) {
    marks.add(new Mark.Rect(x, y, width, height, fill));
  }

  /** Draws a solid line from (x0, y0) to (x1, y1) with a stroke of the given width. */
  public void line(double x0, double y0, double x1, double y1, Ink stroke, double width) {
    polyline(new double[] {x0, x1}, new double[] {y0, y1}, stroke, width, 0);
  }

  /**
   * Draws a dashed line from (x0, y0) to (x1, y1) with a stroke of the given width; dashes and gaps
   * are 4 pixels long.
   */
  public void dashed(double x0, double y0, double x1, double y1, Ink stroke, double width) {
    polyline(new double[] {x0, x1}, new double[] {y0, y1}, stroke, width, 4);
  }

  /**
   * Draws straight lines through the points (xs[i], ys[i]) in their order.
   *
   * @param xs {@code [points]}, not copied
   * @param ys {@code [points]}, not copied
   * @param stroke colour of the line
   * @param width width of the stroke
   * @param dash length of the dashes and of the gaps between them; 0 for a solid line
   */
  public void polyline(double[] xs, double[] ys, Ink stroke, double width, double dash) {
    marks.add(new Mark.Line(xs, ys, stroke, width, dash));
  }

  /**
   * Draws a filled polygon with the corners (xs[i], ys[i]) and no outline.
   *
   * @param xs {@code [corners]}, not copied
   * @param ys {@code [corners]}, not copied
   * @param fill colour of the polygon
   * @param opacity opacity of the colour, from 0 (invisible) to 1 (opaque)
   */
  public void area(double[] xs, double[] ys, Ink fill, double opacity) {
    marks.add(new Mark.Area(xs, ys, fill, opacity));
  }

  /** Draws a filled circle with the centre (x, y) and an outline. */
  public void dot(double x, double y, double radius, Ink fill, Ink stroke) {
    marks.add(new Mark.Dot(x, y, radius, fill, stroke));
  }

  /**
   * Writes a line of text whose baseline is at y and whose anchor (start, middle or end) is at x.
   */
  public void text(double x, double y, String text, double size, Anchor anchor, Ink fill) {
    marks.add(new Mark.Text(x, y, text, size, false, anchor, false, fill));
  }

  /**
   * Writes a line of bold text whose baseline is at y and whose anchor (start, middle or end) is at
   * x.
   */
  public void bold(double x, double y, String text, double size, Anchor anchor, Ink fill) {
    marks.add(new Mark.Text(x, y, text, size, true, anchor, false, fill));
  }

  /**
   * Writes a line of text turned by 90° to read upwards, with its middle at (x, y). Vertical axes
   * have their names in this form.
   */
  public void vertical(double x, double y, String text, double size, Ink fill) {
    marks.add(new Mark.Text(x, y, text, size, false, Anchor.MIDDLE, true, fill));
  }

  /**
   * Draws a heat map: a grid of touching cells whose upper left corner is (x, y).
   *
   * @param rgb colours as 0xRRGGBB, {@code [rows * cols]}, row by row; not copied
   * @param cols number of cells in a row
   * @param cellWidth width of a cell
   * @param cellHeight height of a cell
   */
  public void cells(double x, double y, int[] rgb, int cols, double cellWidth, double cellHeight) {
    marks.add(new Mark.Cells(x, y, rgb, cols, cellWidth, cellHeight));
  }
}

package dev.polysweep.report.draw;

import dev.polysweep.report.draw.Mark.Anchor;
import java.util.ArrayList;
import java.util.List;

/**
 * A figure as a list of marks in drawing order, so that its PNG and its SVG are the same picture.
 * Mutable while it is made.
 */
public final class Drawing {

  private final double width;
  private final double height;
  private final List<Mark> marks = new ArrayList<>();

  /**
   * Begins with an empty sheet of paper colour.
   *
   * @param width width of the sheet in CSS pixels, rounded up
   * @param height height of the sheet in CSS pixels, rounded up
   */
  public Drawing(double width, double height) {
    this.width = Math.ceil(width);
    this.height = Math.ceil(height);
    rect(0, 0, this.width, this.height, Ink.PAPER);
  }

  /** The width of the sheet in CSS pixels. */
  public double width() {
    return width;
  }

  /** The height of the sheet in CSS pixels. */
  public double height() {
    return height;
  }

  /** The marks in the order in which they were drawn; later ones cover earlier ones. */
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

  /** Draws a line of dashes 4 long from (x0, y0) to (x1, y1) with a stroke of the given width. */
  public void dashed(double x0, double y0, double x1, double y1, Ink stroke, double width) {
    polyline(new double[] {x0, x1}, new double[] {y0, y1}, stroke, width, 4);
  }

  /**
   * Draws a line through the points (xs[i], ys[i]).
   *
   * @param xs {@code [points]}, not copied
   * @param ys {@code [points]}, not copied
   * @param width of the stroke
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
   * @param opacity from 0, which is invisible, to 1
   */
  public void area(double[] xs, double[] ys, Ink fill, double opacity) {
    marks.add(new Mark.Area(xs, ys, fill, opacity));
  }

  /** Draws a filled circle about (x, y) with an outline. */
  public void dot(double x, double y, double radius, Ink fill, Ink stroke) {
    marks.add(new Mark.Dot(x, y, radius, fill, stroke));
  }

  /** Writes a line of text whose baseline is at y and whose anchor is at x. */
  public void text(double x, double y, String text, double size, Anchor anchor, Ink fill) {
    marks.add(new Mark.Text(x, y, text, size, false, anchor, false, fill));
  }

  /** Writes a line of bold text whose baseline is at y and whose anchor is at x. */
  public void bold(double x, double y, String text, double size, Anchor anchor, Ink fill) {
    marks.add(new Mark.Text(x, y, text, size, true, anchor, false, fill));
  }

  /** Writes a line of text that reads upwards, its middle at (x, y): the name of an axis. */
  public void vertical(double x, double y, String text, double size, Ink fill) {
    marks.add(new Mark.Text(x, y, text, size, false, Anchor.MIDDLE, true, fill));
  }

  /**
   * Draws a grid of touching cells whose upper left corner is (x, y): a heat map.
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

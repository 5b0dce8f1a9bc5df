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
   * An empty sheet.
   *
   * @param width in CSS pixels
   * @param height in CSS pixels
   */
  public Drawing(double width, double height) {
    this.width = Math.ceil(width);
    this.height = Math.ceil(height);
    rect(0, 0, this.width, this.height, Ink.PAPER);
  }

  public double width() {
    return width;
  }

  public double height() {
    return height;
  }

  public List<Mark> marks() {
    return marks;
  }

  public void rect(double x, double y, double width, double height, Ink fill) {
    marks.add(new Mark.Rect(x, y, width, height, fill));
  }

  public void line(double x0, double y0, double x1, double y1, Ink stroke, double width) {
    polyline(new double[] {x0, x1}, new double[] {y0, y1}, stroke, width, 0);
  }

  public void dashed(double x0, double y0, double x1, double y1, Ink stroke, double width) {
    polyline(new double[] {x0, x1}, new double[] {y0, y1}, stroke, width, 4);
  }

  public void polyline(double[] xs, double[] ys, Ink stroke, double width, double dash) {
    marks.add(new Mark.Line(xs, ys, stroke, width, dash));
  }

  public void area(double[] xs, double[] ys, Ink fill, double opacity) {
    marks.add(new Mark.Area(xs, ys, fill, opacity));
  }

  public void dot(double x, double y, double radius, Ink fill, Ink stroke) {
    marks.add(new Mark.Dot(x, y, radius, fill, stroke));
  }

  public void text(double x, double y, String text, double size, Anchor anchor, Ink fill) {
    marks.add(new Mark.Text(x, y, text, size, false, anchor, false, fill));
  }

  public void bold(double x, double y, String text, double size, Anchor anchor, Ink fill) {
    marks.add(new Mark.Text(x, y, text, size, true, anchor, false, fill));
  }

  public void vertical(double x, double y, String text, double size, Ink fill) {
    marks.add(new Mark.Text(x, y, text, size, false, Anchor.MIDDLE, true, fill));
  }

  public void cells(double x, double y, int[] rgb, int cols, double cellWidth, double cellHeight) {
    marks.add(new Mark.Cells(x, y, rgb, cols, cellWidth, cellHeight));
  }
}

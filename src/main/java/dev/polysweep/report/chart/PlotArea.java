package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;

/**
 * The rectangle of a plot in which points and curves are drawn, with a frame, and with grid lines
 * and numbers at the ticks of both axes. The edges are pixel coordinates of the drawing.
 *
 * @param left x coordinate of the left edge
 * @param right x coordinate of the right edge
 * @param top y coordinate of the upper edge
 * @param bottom y coordinate of the lower edge
 */
record PlotArea(double left, double right, double top, double bottom) {

  /**
   * Draws the grid lines, the axis numbers and the frame. The vertical axis gets about six ticks.
   *
   * @param across scale of the horizontal axis
   * @param up scale of the vertical axis
   * @param ticksAcross approximate number of ticks on the horizontal axis
   */
  void draw(Drawing drawing, Scale across, Scale up, int ticksAcross) {
    for (Scale.Tick tick : across.spaced(ticksAcross, false)) {
      double x = across.at(tick.value());
      drawing.line(x, top, x, bottom, Ink.GRID, 1);
      drawing.text(x, bottom + 17, tick.text(), Heading.SMALL, Anchor.MIDDLE, Ink.MUTED);
    }
    for (Scale.Tick tick : up.ticks(6, false)) {
      double y = up.at(tick.value());
      drawing.line(left, y, right, y, Ink.GRID, 1);
      drawing.text(left - 7, y + 4, tick.text(), Heading.SMALL, Anchor.END, Ink.MUTED);
    }
    double[] xs = {left, right, right, left, left};
    double[] ys = {top, top, bottom, bottom, top};
    drawing.polyline(xs, ys, Ink.FRAME, 1, 0);
  }
}

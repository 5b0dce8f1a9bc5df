package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;

/**
 * Where points are drawn: a frame with grid lines and numbers at both axes' ticks.
 *
 * @param left edge, and so on, in pixels of the drawing
 */
record PlotArea(double left, double right, double top, double bottom) {

  /** Draws grid, numbers and frame; about so many ticks across, six up. */
  void draw(Drawing drawing, Scale across, Scale up, int ticksAcross) {
    for (Scale.Tick tick : across.ticks(ticksAcross, false)) {
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

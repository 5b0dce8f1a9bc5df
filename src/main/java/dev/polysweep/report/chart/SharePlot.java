package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;
import dev.polysweep.report.draw.TextMetrics;
import java.util.Arrays;
import java.util.List;

/**
 * Complementary distribution curves: for each group, the share of its values that are at least x,
 * as a function of x. A group whose curve lies above another has the larger values.
 *
 * @param title title of the figure
 * @param note what the values are
 * @param axis name of the values, which lie between 0 and 1
 * @param groups the groups, at most four
 */
public record SharePlot(String title, String note, String axis, List<Group> groups) {

  /** A group with its name in the legend, its values from 0 to 1, and the colour of its curve. */
  public record Group(String name, double[] values, Ink ink) {}

  /** Draws the figure. */
  public Drawing draw() {
    Heading heading = new Heading(title, note, Heading.WIDTH - 2 * Heading.MARGIN);
    double left = Heading.MARGIN + 62;
    double right = Heading.WIDTH - Heading.MARGIN - 250;
    double top = heading.bottom() + 4;
    double bottom = top + 330;
    Drawing drawing = new Drawing(Heading.WIDTH, bottom + 56);
    heading.draw(drawing);
    Scale h = new Scale(0, 1, false, left, right);
    Scale v = new Scale(0, 1, false, bottom, top);
    new PlotArea(left, right, top, bottom).draw(drawing, h, v, 10);
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      curve(drawing, group, h, v, i * 3);
      double y = top + 14 + 24 * i;
      drawing.polyline(
          new double[] {right + 18, right + 46},
          new double[] {y - 4, y - 4},
          group.ink(),
          2.5,
          i * 3);
      String name = TextMetrics.fit(group.name(), 12.5, 190);
      drawing.text(right + 54, y, name, 12.5, Anchor.START, Ink.TEXT);
    }
    drawing.text((left + right) / 2, bottom + 42, axis, 12.5, Anchor.MIDDLE, Ink.TEXT);
    drawing.vertical(
        Heading.MARGIN + 10, (top + bottom) / 2, "share at least that", 12.5, Ink.TEXT);
    return drawing;
  }

  private static void curve(Drawing drawing, Group group, Scale h, Scale v, double dash) {
    double[] sorted = group.values().clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    if (n == 0) {
      return;
    }
    double[] xs = new double[2 * n + 1];
    double[] ys = new double[2 * n + 1];
    xs[0] = h.at(0);
    ys[0] = v.at(1);
    for (int i = 0; i < n; i++) {
      xs[2 * i + 1] = h.at(sorted[i]);
      ys[2 * i + 1] = v.at((double) (n - i) / n);
      xs[2 * i + 2] = xs[2 * i + 1];
      ys[2 * i + 2] = v.at((double) (n - i - 1) / n);
    }
    drawing.polyline(xs, ys, group.ink(), 2.25, dash);
  }
}

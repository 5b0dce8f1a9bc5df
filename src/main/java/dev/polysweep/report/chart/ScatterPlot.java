package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;
import dev.polysweep.report.draw.TextMetrics;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Numbered dots in the plane, with a legend at the right that gives the label of each number.
 *
 * @param title title of the figure
 * @param note meaning of the dots
 * @param across name of the horizontal axis
 * @param up name of the vertical axis
 * @param points the dots, numbered from 1 in this order
 */
public record ScatterPlot(String title, String note, String across, String up, List<Point> points) {

  /** A dot with its label in the legend, its values on both axes, and its colour. */
  public record Point(String label, double x, double y, Ink ink) {}

  private static final double LEGEND = 300;
  private static final double ROW = 19;

  /** Draws the figure. */
  public Drawing draw() {
    Heading heading = new Heading(title, note, Heading.WIDTH - 2 * Heading.MARGIN);
    double left = Heading.MARGIN + 80;
    double right = Heading.WIDTH - Heading.MARGIN - LEGEND;
    double top = heading.bottom() + 4;
    double bottom = top + Math.max(340, points.size() * ROW);
    Drawing drawing = new Drawing(Heading.WIDTH, bottom + 56);
    heading.draw(drawing);
    Scale h = scale(Point::x, left, right);
    Scale v = scale(Point::y, bottom, top);
    new PlotArea(left, right, top, bottom).draw(drawing, h, v, 6);
    drawing.text((left + right) / 2, bottom + 40, across, 12.5, Anchor.MIDDLE, Ink.TEXT);
    drawing.vertical(Heading.MARGIN + 10, (top + bottom) / 2, up, 12.5, Ink.TEXT);
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      String number = Integer.toString(i + 1);
      drawing.dot(h.at(point.x()), v.at(point.y()), 4.5, point.ink(), point.ink());
      if (isFirst(i)) {
        double x = h.at(point.x()) + 7;
        drawing.text(x, v.at(point.y()) + 4, numbers(point), 10, Anchor.START, Ink.TEXT);
      }
      double y = top + (i + 0.7) * ROW;
      drawing.text(right + 34, y, number, Heading.SMALL, Anchor.END, point.ink());
      String name = TextMetrics.fit(point.label(), Heading.SMALL, LEGEND - 50);
      drawing.text(right + 42, y, name, Heading.SMALL, Anchor.START, Ink.TEXT);
    }
    return drawing;
  }

  /** Whether no point before this one is in its place. */
  private boolean isFirst(int i) {
    return points.subList(0, i).stream().noneMatch(other -> together(other, points.get(i)));
  }

  /** The numbers of all points that are in one place. */
  private String numbers(Point point) {
    return IntStream.range(0, points.size())
        .filter(i -> together(points.get(i), point))
        .mapToObj(i -> Integer.toString(i + 1))
        .collect(Collectors.joining(", "));
  }

  private static boolean together(Point a, Point b) {
    return a.x() == b.x() && a.y() == b.y();
  }

  private Scale scale(ToDoubleFunction<Point> value, double from, double to) {
    var range = points.stream().mapToDouble(value).summaryStatistics();
    return range.getCount() == 0
        ? new Scale(0, 1, false, from, to)
        : Scale.over(range.getMin(), range.getMax(), false, from, to);
  }
}

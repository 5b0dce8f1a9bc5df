package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.draw.TextMetrics;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Curves of metrics over a setting that was swept across several decades. Each metric has a panel,
 * each series a line, and each estimate a dot with its 95 % interval. All panels share a
 * logarithmic horizontal axis; each panel has its own vertical axis. On a logarithmic one, an
 * interval that reaches 0 ends at the bottom of the panel.
 *
 * @param title title of the figure
 * @param note meaning of the lines and bars
 * @param setting name of the horizontal axis
 * @param panels a panel for each metric, at most four
 */
public record SettingCurves(String title, String note, String setting, List<Panel> panels) {

  private static final List<Ink> INKS = List.of(Ink.DATA, Ink.REFERENCE, Ink.NULL, Ink.GOOD);
  private static final double TICKS = 34;

  /** Greatest number of series; each series has a colour of its own. */
  public static final int MOST_SERIES = INKS.size();

  /**
   * The panel of one metric.
   *
   * @param metric name of the metric
   * @param log whether the vertical axis is logarithmic
   * @param series at most {@link #MOST_SERIES} series; every panel has series of the same names in
   *     the same order
   */
  public record Panel(String metric, boolean log, List<Series> series) {}

  /**
   * One line of a panel.
   *
   * @param name name of the series in the legend
   * @param points the estimates, ascending by the value of the setting
   */
  public record Series(String name, List<Point> points) {}

  /**
   * An estimate of the metric at one value of the setting.
   *
   * @param at value of the setting, above 0
   * @param mean the estimate
   * @param low lower end of the 95 % interval, or null if there is none
   * @param high upper end of the 95 % interval, or null if there is none
   */
  public record Point(double at, double mean, Double low, Double high) {}

  /** Draws the figure. */
  public Drawing draw() {
    Heading heading = new Heading(title, note, Heading.WIDTH - 2 * Heading.MARGIN);
    double top = heading.bottom() + 24;
    double left = Heading.MARGIN + TICKS;
    double room = Heading.WIDTH - Heading.MARGIN - left;
    PanelGrid grid =
        PanelGrid.of(
            panels.stream().map(Panel::metric).toList(), left, top, room, 22 + TICKS, 0.9, 400);
    Drawing drawing = new Drawing(Heading.WIDTH, grid.bottom() + 54);
    heading.draw(drawing);
    legend(drawing, heading.bottom() + 8);
    for (int i = 0; i < panels.size(); i++) {
      grid.title(drawing, i, false);
      panel(drawing, panels.get(i), grid, i);
    }
    drawing.text(
        (left + grid.right()) / 2, grid.bottom() + 40, setting, 12.5, Anchor.MIDDLE, Ink.TEXT);
    return drawing;
  }

  private void legend(Drawing drawing, double y) {
    double x = Heading.MARGIN;
    List<Series> series = panels.get(0).series();
    for (int i = 0; i < series.size() && series.size() > 1; i++) {
      drawing.line(x, y, x + 22, y, INKS.get(i), 2);
      drawing.dot(x + 11, y, 3, INKS.get(i), INKS.get(i));
      drawing.text(x + 28, y + 4, series.get(i).name(), 12.5, Anchor.START, Ink.TEXT);
      x += 52 + TextMetrics.width(series.get(i).name(), 12.5);
    }
  }

  private void panel(Drawing drawing, Panel panel, PanelGrid grid, int i) {
    double x = grid.x(i);
    double y = grid.y(i);
    Scale h = across().onto(x + 8, x + grid.panelWidth() - 8);
    Scale v = up(panel).onto(y + grid.panelHeight() - 4, y + 4);
    axes(drawing, grid, i, h, v);
    for (int s = 0; s < panel.series().size(); s++) {
      Ink ink = INKS.get(s);
      List<Point> points = panel.series().get(s).points();
      double[] xs = points.stream().mapToDouble(p -> h.at(p.at())).toArray();
      double[] ys = points.stream().mapToDouble(p -> v.at(p.mean())).toArray();
      if (xs.length > 1) {
        drawing.polyline(xs, ys, ink, 1.5, 0);
      }
      for (int p = 0; p < xs.length; p++) {
        Point point = points.get(p);
        if (Numbers.bounded(point.low(), point.high())) {
          double end = panel.log() && point.low() <= 0 ? y + grid.panelHeight() : v.at(point.low());
          drawing.line(xs[p], end, xs[p], v.at(point.high()), ink, 1.5);
        }
        drawing.dot(xs[p], ys[p], 3, ink, ink);
      }
    }
  }

  private Scale across() {
    var range =
        panels.stream()
            .flatMap(panel -> panel.series().stream())
            .flatMap(series -> series.points().stream())
            .mapToDouble(Point::at)
            .summaryStatistics();
    return new Scale(range.getMin(), Math.max(range.getMax(), 1.01 * range.getMin()), true, 0, 1);
  }

  private static Scale up(Panel panel) {
    var range =
        panel.series().stream()
            .flatMap(series -> series.points().stream())
            .flatMapToDouble(
                p ->
                    Numbers.bounded(p.low(), p.high())
                        ? DoubleStream.of(
                            panel.log() && p.low() <= 0 ? p.mean() : p.low(), p.high(), p.mean())
                        : DoubleStream.of(p.mean()))
            .summaryStatistics();
    return Scale.over(range.getMin(), range.getMax(), panel.log(), 0, 1);
  }

  private static void axes(Drawing drawing, PanelGrid grid, int i, Scale h, Scale v) {
    double x = grid.x(i);
    double y = grid.y(i);
    double right = x + grid.panelWidth();
    double bottom = y + grid.panelHeight();
    for (Scale.Tick tick : v.ticks(5, false)) {
      double at = v.at(tick.value());
      drawing.line(x, at, right, at, Ink.GRID, 1);
      drawing.text(x - 5, at + 4, tick.text(), Heading.SMALL, Anchor.END, Ink.MUTED);
    }
    for (Scale.Tick tick : h.spaced(5, false)) {
      double at = h.at(tick.value());
      drawing.line(at, y, at, bottom, Ink.GRID, 1);
      drawing.text(at, bottom + 17, tick.text(), Heading.SMALL, Anchor.MIDDLE, Ink.MUTED);
    }
    drawing.polyline(
        new double[] {x, right, right, x, x},
        new double[] {y, y, bottom, bottom, y},
        Ink.FRAME,
        1,
        0);
  }
}

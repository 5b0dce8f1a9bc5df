package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.draw.TextMetrics;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Metrics over the values of settings: a row of panels for each metric, a column for each setting.
 * A dot with its interval stands at each value, and each seed is a faint dot beside it. Values that
 * are numbers are joined by a line, and stand on a logarithmic axis if they span a factor of ten or
 * more. The panels of a row share their vertical axis.
 *
 * @param title title of the figure
 * @param note meaning of the dots and lines
 * @param rows the metrics from the top, each with as many panels as the others
 */
public record LevelsChart(String title, String note, List<Row> rows) {

  /** Greatest number of panels in a row. */
  public static final int MOST_PANELS = 5;

  private static final double GAP = 18;

  /** A metric with its panels. */
  public record Row(String metric, List<Panel> panels) {}

  /** A setting with its values, at most 40; those that are numbers are put in their order. */
  public record Panel(String setting, List<Level> levels) {
    /** Makes a panel. */
    public Panel {
      boolean numbers = levels.stream().allMatch(level -> Double.isFinite(number(level.text())));
      levels =
          numbers
              ? levels.stream().sorted(Comparator.comparing(level -> number(level.text()))).toList()
              : List.copyOf(levels);
    }
  }

  /**
   * A value of a setting.
   *
   * @param text the value
   * @param mean mean of the metric
   * @param low lower end of its interval, or null
   * @param high upper end of its interval, or null
   * @param seeds the metric of each seed; none where they are not shown
   */
  public record Level(String text, double mean, Double low, Double high, double[] seeds) {}

  /** Draws the figure. */
  public Drawing draw() {
    Heading heading = new Heading(title, note, Heading.WIDTH - 2 * Heading.MARGIN);
    int cols = rows.get(0).panels().size();
    double left = Heading.MARGIN + 74;
    double width = Math.min(560, (Heading.WIDTH - Heading.MARGIN - left - GAP * (cols - 1)) / cols);
    double height = cols == 1 ? 260 : 170;
    double top = heading.bottom() + 6;
    double step = height + 26;
    double bottom = top + (rows.size() - 1) * step + height;
    boolean turned = turned(width);
    double names = turned ? 84 : 24;
    Drawing drawing = new Drawing(Heading.WIDTH, bottom + names + 28);
    heading.draw(drawing);
    for (int r = 0; r < rows.size(); r++) {
      Row row = rows.get(r);
      double y = top + r * step;
      Scale up = up(row).onto(y + height - 6, y + 6);
      String metric = TextMetrics.fit(row.metric(), 12.5, height);
      drawing.vertical(Heading.MARGIN + 10, y + height / 2, metric, 12.5, Ink.TEXT);
      for (Scale.Tick tick : up.ticks(4, false)) {
        double at = up.at(tick.value());
        drawing.text(left - 7, at + 4, tick.text(), Heading.SMALL, Anchor.END, Ink.MUTED);
      }
      for (int c = 0; c < cols; c++) {
        double x = left + c * (width + GAP);
        panel(drawing, row.panels().get(c), up, x, x + width, y, y + height);
      }
    }
    for (int c = 0; c < cols; c++) {
      double x = left + c * (width + GAP);
      Panel panel = rows.get(rows.size() - 1).panels().get(c);
      axis(drawing, panel, x, x + width, bottom, turned);
      String setting = TextMetrics.fit(panel.setting(), 12.5, width + GAP - 6);
      drawing.text(x + width / 2, bottom + names + 14, setting, 12.5, Anchor.MIDDLE, Ink.TEXT);
    }
    return drawing;
  }

  private static Scale up(Row row) {
    var range =
        row.panels().stream()
            .flatMap(panel -> panel.levels().stream())
            .flatMapToDouble(
                level ->
                    DoubleStream.concat(
                        DoubleStream.of(level.seeds()),
                        Numbers.bounded(level.low(), level.high())
                            ? DoubleStream.of(level.mean(), level.low(), level.high())
                            : DoubleStream.of(level.mean())))
            .filter(Double::isFinite)
            .summaryStatistics();
    return range.getCount() == 0
        ? new Scale(0, 1, false, 0, 1)
        : Scale.over(range.getMin(), range.getMax(), false, 0, 1);
  }

  private static void panel(
      Drawing drawing,
      Panel panel,
      Scale up,
      double left,
      double right,
      double top,
      double bottom) {
    for (double tick : up.ticks(4)) {
      drawing.line(left, up.at(tick), right, up.at(tick), Ink.GRID, 1);
    }
    double[] xs = places(panel, left, right);
    double[] ys = panel.levels().stream().mapToDouble(level -> up.at(level.mean())).toArray();
    if (numeric(panel) && xs.length > 1) {
      drawing.polyline(xs, ys, Ink.DATA, 1.25, 0);
    }
    for (int i = 0; i < xs.length; i++) {
      Level level = panel.levels().get(i);
      for (double seed : level.seeds()) {
        if (Double.isFinite(seed)) {
          drawing.dot(xs[i] + 9, up.at(seed), 1.6, Ink.FRAME, Ink.FRAME);
        }
      }
      if (Numbers.bounded(level.low(), level.high())) {
        drawing.line(xs[i], up.at(level.low()), xs[i], up.at(level.high()), Ink.DATA, 2);
      }
      if (Double.isFinite(level.mean())) {
        drawing.dot(xs[i], ys[i], 3.5, Ink.DATA, Ink.DATA);
      }
    }
    drawing.polyline(
        new double[] {left, right, right, left, left},
        new double[] {top, top, bottom, bottom, top},
        Ink.FRAME,
        1,
        0);
  }

  private static boolean numeric(Panel panel) {
    return panel.levels().stream().allMatch(level -> Double.isFinite(number(level.text())));
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Where the values stand: numbers to scale if no two would touch, others at equal distances. */
  private static double[] places(Panel panel, double left, double right) {
    int n = panel.levels().size();
    double room = (right - left) / n;
    double[] equal = new double[n];
    java.util.Arrays.setAll(equal, i -> left + (i + 0.5) * room);
    if (!numeric(panel) || n < 3) {
      return equal;
    }
    double[] at = panel.levels().stream().mapToDouble(level -> number(level.text())).toArray();
    var range = DoubleStream.of(at).summaryStatistics();
    boolean log = range.getMin() > 0 && range.getMax() >= 10 * range.getMin();
    Scale scale = new Scale(range.getMin(), range.getMax(), log, left + room / 2, right - room / 2);
    double[] exact = DoubleStream.of(at).map(scale::at).toArray();
    double[] sorted = exact.clone();
    java.util.Arrays.sort(sorted);
    for (int i = 1; i < n; i++) {
      if (sorted[i] - sorted[i - 1] < Math.min(24, room * 0.6)) {
        return equal;
      }
    }
    return exact;
  }

  private boolean turned(double width) {
    return rows.get(0).panels().stream()
        .anyMatch(
            panel -> {
              double[] places = places(panel, 0, width);
              java.util.Arrays.sort(places);
              double room = width;
              for (int i = 1; i < places.length; i++) {
                room = Math.min(room, places[i] - places[i - 1]);
              }
              double least = room;
              return panel.levels().stream()
                  .anyMatch(l -> TextMetrics.width(l.text(), Heading.SMALL) > least - 6);
            });
  }

  private static void axis(
      Drawing drawing, Panel panel, double left, double right, double bottom, boolean turned) {
    double[] xs = places(panel, left, right);
    for (int i = 0; i < xs.length; i++) {
      String text = panel.levels().get(i).text();
      if (turned) {
        String fitting = TextMetrics.fit(text, Heading.SMALL, 74);
        double half = TextMetrics.width(fitting, Heading.SMALL) / 2;
        drawing.vertical(xs[i] + 4, bottom + 8 + half, fitting, Heading.SMALL, Ink.MUTED);
      } else {
        drawing.text(xs[i], bottom + 17, text, Heading.SMALL, Anchor.MIDDLE, Ink.MUTED);
      }
    }
  }
}

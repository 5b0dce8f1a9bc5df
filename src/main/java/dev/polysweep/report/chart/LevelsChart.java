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
  private static final double LINE = 14;

  /** Greatest length of a value that is written upwards. */
  private static final double MOST_TURNED = 190;

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

  /** Draws the figure. Of one setting, two metrics stand side by side. */
  public Drawing draw() {
    Heading heading = new Heading(title, note, Heading.WIDTH - 2 * Heading.MARGIN);
    int cols = rows.get(0).panels().size();
    int beside = cols == 1 && rows.size() > 1 ? 2 : 1;
    double height = cols > 1 ? 170 : beside > 1 ? 210 : 260;
    List<List<String>> metrics =
        rows.stream().map(row -> TextMetrics.wrap(row.metric(), 12.5, height, 2)).toList();
    double axes = 60 + LINE * metrics.stream().mapToInt(List::size).max().orElse(1);
    double block = (Heading.WIDTH - 2 * Heading.MARGIN - GAP * (beside - 1)) / beside;
    double width = Math.min(560, (block - axes - GAP * (cols - 1)) / cols);
    double top = heading.bottom() + 6;
    double step = height + 26;
    int lines = (rows.size() + beside - 1) / beside;
    double bottom = top + (lines - 1) * step + height;
    boolean turned = turned(width);
    double names = turned ? longest() + 12 : 24;
    List<List<String>> settings =
        rows.get(0).panels().stream()
            .map(panel -> TextMetrics.wrap(panel.setting(), 12.5, width, 2))
            .toList();
    double foot = LINE * settings.stream().mapToInt(List::size).max().orElse(1);
    Drawing drawing = new Drawing(Heading.WIDTH, bottom + names + foot + 14);
    heading.draw(drawing);
    for (int r = 0; r < rows.size(); r++) {
      Row row = rows.get(r);
      double y = top + r / beside * step;
      double left = Heading.MARGIN + r % beside * (block + GAP) + axes;
      Scale up = up(row).onto(y + height - 6, y + 6);
      vertical(drawing, up, metrics.get(r), left, y + height / 2);
      for (int c = 0; c < cols; c++) {
        double x = left + c * (width + GAP);
        panel(drawing, row.panels().get(c), up, x, x + width, y, y + height);
        if (r + beside >= rows.size()) {
          axis(drawing, row.panels().get(c), x, x + width, y + height, turned);
          name(drawing, settings.get(c), x + width / 2, y + height + names);
        }
      }
    }
    return drawing;
  }

  /** Draws the numbers and the name of the axis that the panels of a metric share. */
  private static void vertical(
      Drawing drawing, Scale up, List<String> metric, double left, double middle) {
    for (Scale.Tick tick : up.ticks(4, false)) {
      double at = up.at(tick.value());
      drawing.text(left - 7, at + 4, tick.text(), Heading.SMALL, Anchor.END, Ink.MUTED);
    }
    for (int i = 0; i < metric.size(); i++) {
      double x = left - 50 - LINE * (metric.size() - i);
      drawing.vertical(x, middle, metric.get(i), 12.5, Ink.TEXT);
    }
  }

  private static void name(Drawing drawing, List<String> setting, double middle, double top) {
    for (int i = 0; i < setting.size(); i++) {
      double y = top + LINE * (i + 1);
      drawing.text(middle, y, setting.get(i), 12.5, Anchor.MIDDLE, Ink.TEXT);
    }
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

  /** The length of the longest value, as far as there is room for it. */
  private double longest() {
    return rows.get(rows.size() - 1).panels().stream()
        .flatMap(panel -> panel.levels().stream())
        .mapToDouble(level -> Math.min(MOST_TURNED, TextMetrics.width(level.text(), Heading.SMALL)))
        .max()
        .orElse(0);
  }

  private static void axis(
      Drawing drawing, Panel panel, double left, double right, double bottom, boolean turned) {
    double[] xs = places(panel, left, right);
    for (int i = 0; i < xs.length; i++) {
      String text = panel.levels().get(i).text();
      if (turned) {
        String fitting = TextMetrics.fit(text, Heading.SMALL, MOST_TURNED);
        double half = TextMetrics.width(fitting, Heading.SMALL) / 2;
        drawing.vertical(xs[i] + 4, bottom + 8 + half, fitting, Heading.SMALL, Ink.MUTED);
      } else {
        drawing.text(xs[i], bottom + 17, text, Heading.SMALL, Anchor.MIDDLE, Ink.MUTED);
      }
    }
  }
}

package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.draw.TextMetrics;
import java.util.List;
import java.util.Locale;

/**
 * Shares of variance as bars from 0 to 100 %. Each source of variance has a row, each metric a
 * column, and each bar its interval. Sources that chance would explain have a pale bar.
 *
 * @param title title of the figure
 * @param note meaning of the bars and lines
 * @param sources names of the sources from the top
 * @param columns the metrics, at most {@link #MOST_COLUMNS}
 */
public record SharesChart(String title, String note, List<String> sources, List<Column> columns) {

  /** Greatest number of columns. */
  public static final int MOST_COLUMNS = 6;

  private static final double ROW = 26;
  private static final double LABELS = 230;
  private static final double SIZE = 12.5;
  private static final double LINE = 14;

  /**
   * A column of the chart.
   *
   * @param metric name of the metric
   * @param bars the bars from the top, one a source; null for a source without a share
   */
  public record Column(String metric, List<Bar> bars) {}

  /**
   * A bar.
   *
   * @param share the estimated share, drawn as 0 where it is below 0
   * @param low lower end of its interval, or null
   * @param high upper end of its interval, or null
   * @param told whether the source can be told from chance
   */
  public record Bar(double share, Double low, Double high, boolean told) {}

  /** Draws the figure. */
  public Drawing draw() {
    Heading heading = new Heading(title, note, Heading.WIDTH - 2 * Heading.MARGIN);
    List<List<String>> names =
        sources.stream().map(s -> TextMetrics.wrap(s, SIZE, LABELS, 2)).toList();
    double labels =
        names.stream()
            .flatMap(List::stream)
            .mapToDouble(line -> TextMetrics.width(line, SIZE))
            .max()
            .orElse(0);
    double left = Heading.MARGIN + labels + 14;
    double gap = 20;
    double width =
        Math.min(
            360,
            (Heading.WIDTH - Heading.MARGIN - left - gap * (columns.size() - 1)) / columns.size());
    List<List<String>> metrics =
        columns.stream().map(c -> TextMetrics.wrap(c.metric(), SIZE * 1.07, width, 3)).toList();
    double top =
        heading.bottom() + 6 + LINE * metrics.stream().mapToInt(List::size).max().orElse(1);
    double[] tops = new double[sources.size() + 1];
    tops[0] = top;
    for (int i = 0; i < sources.size(); i++) {
      tops[i + 1] = tops[i] + ROW + LINE * (names.get(i).size() - 1);
    }
    double bottom = tops[sources.size()];
    Drawing drawing = new Drawing(Heading.WIDTH, bottom + 50);
    heading.draw(drawing);
    for (int i = 0; i < sources.size(); i++) {
      if (i % 2 == 1) {
        double wide = Heading.WIDTH - 2 * Heading.MARGIN;
        drawing.rect(Heading.MARGIN, tops[i], wide, tops[i + 1] - tops[i], Ink.STRIPE);
      }
      double middle = (tops[i] + tops[i + 1]) / 2;
      lines(drawing, names.get(i), left - 14, middle);
    }
    for (int c = 0; c < columns.size(); c++) {
      double x = left + c * (width + gap);
      for (int i = 0; i < metrics.get(c).size(); i++) {
        double y = top - 8 - LINE * (metrics.get(c).size() - 1 - i);
        drawing.bold(x, y, metrics.get(c).get(i), SIZE, Anchor.START, Ink.TEXT);
      }
      column(drawing, columns.get(c), x, width, tops);
    }
    return drawing;
  }

  private static void lines(Drawing drawing, List<String> lines, double end, double middle) {
    for (int i = 0; i < lines.size(); i++) {
      double y = middle + 4.5 + LINE * (i - (lines.size() - 1) / 2.0);
      drawing.text(end, y, lines.get(i), SIZE, Anchor.END, Ink.TEXT);
    }
  }

  private static void column(
      Drawing drawing, Column column, double x, double width, double[] tops) {
    double text = 42;
    double top = tops[0];
    double bottom = tops[tops.length - 1];
    Scale scale = new Scale(0, 1, false, x, x + width - text);
    for (double tick : new double[] {0, 0.5, 1}) {
      double at = scale.at(tick);
      drawing.line(at, top, at, bottom, Ink.GRID, 1);
      String percent = String.format(Locale.ROOT, "%.0f", 100 * tick);
      drawing.text(at, bottom + 16, percent, Heading.SMALL, Anchor.MIDDLE, Ink.MUTED);
    }
    drawing.text(
        (x + x + width - text) / 2, bottom + 34, "%", Heading.SMALL, Anchor.MIDDLE, Ink.MUTED);
    for (int i = 0; i < column.bars().size(); i++) {
      if (column.bars().get(i) != null) {
        bar(drawing, column.bars().get(i), scale, (tops[i] + tops[i + 1]) / 2, x + width);
      }
    }
  }

  private static void bar(Drawing drawing, Bar bar, Scale scale, double y, double end) {
    double at = scale.at(bar.share());
    double[] xs = {scale.from(), at, at, scale.from()};
    double[] ys = {y - 7, y - 7, y + 7, y + 7};
    drawing.area(xs, ys, bar.told() ? Ink.DATA : Ink.OMITTED, bar.told() ? 0.75 : 0.6);
    if (Numbers.bounded(bar.low(), bar.high())) {
      double a = scale.at(bar.low());
      double b = scale.at(bar.high());
      drawing.line(a, y, b, y, Ink.TEXT, 1.25);
      drawing.line(a, y - 3, a, y + 3, Ink.TEXT, 1.25);
      drawing.line(b, y - 3, b, y + 3, Ink.TEXT, 1.25);
    }
    drawing.text(
        end,
        y + 4,
        percent(bar.share()),
        Heading.SMALL,
        Anchor.END,
        bar.told() ? Ink.TEXT : Ink.MUTED);
  }

  /**
   * Returns a share in per cent, with a decimal place below 10 %. An estimate outside 0 to 100 % is
   * shown as the end that it is beyond.
   */
  public static String percent(double share) {
    double percent = 100 * Math.min(1, Math.max(0, share));
    return percent < 0.05
        ? "0 %"
        : String.format(Locale.ROOT, percent < 9.95 ? "%.1f %%" : "%.0f %%", percent);
  }
}

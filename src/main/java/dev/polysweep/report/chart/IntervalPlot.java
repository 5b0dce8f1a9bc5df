package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.draw.TextMetrics;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Dots with horizontal intervals, one row each. The plot shows the estimates of a metric, or as a
 * forest plot differences about a line at 0.
 *
 * @param title title of the figure
 * @param note meaning of the dots, bars and lines
 * @param axis name of the horizontal axis with its unit
 * @param rows the rows from the top
 * @param line a vertical line through all rows, or null for none
 * @param signed whether positive axis numbers are written with a plus sign
 */
public record IntervalPlot(
    String title, String note, String axis, List<Row> rows, Line line, boolean signed) {

  /**
   * One row of the plot.
   *
   * @param label text to the left of the plot
   * @param mid the estimate, or null if there is none; without an estimate no dot and no interval
   *     are drawn
   * @param low lower end of the interval, or null if there is none
   * @param high upper end of the interval, or null if there is none
   * @param reference a second value, such as the mean of the null, that a vertical tick marks; or
   *     null
   * @param text text to the right of the plot
   * @param hollow whether the dot is an open circle
   * @param emphasised whether the label is bold and in the baseline's colour
   * @param ink colour of dot and interval; null for the default, which is the baseline's colour in
   *     an emphasised row and the data colour in any other
   * @param accepted values that a pale band marks; null for none
   */
  public record Row(
      String label,
      Double mid,
      Double low,
      Double high,
      Double reference,
      String text,
      boolean hollow,
      boolean emphasised,
      Ink ink,
      Range accepted) {

    /** Makes a row without a band. */
    public Row(
        String label,
        Double mid,
        Double low,
        Double high,
        Double reference,
        String text,
        boolean hollow,
        boolean emphasised,
        Ink ink) {
      this(label, mid, low, high, reference, text, hollow, emphasised, ink, null);
    }

    /** Makes a row in the default colour. */
    public Row(
        String label,
        Double mid,
        Double low,
        Double high,
        Double reference,
        String text,
        boolean hollow,
        boolean emphasised) {
      this(label, mid, low, high, reference, text, hollow, emphasised, null);
    }

    /** The same row with a band. */
    public Row accepting(Range values) {
      return new Row(label, mid, low, high, reference, text, hollow, emphasised, ink, values);
    }

    /** Returns the colour of the dot and the interval. */
    private Ink mark() {
      return ink != null ? ink : emphasised ? Ink.REFERENCE : Ink.DATA;
    }
  }

  /**
   * A range of values.
   *
   * @param from lower end, which may be −∞
   * @param to upper end, which may be ∞
   */
  public record Range(double from, double to) {}

  /**
   * A vertical line through all rows.
   *
   * @param at value at which the line stands
   * @param dashed true for a dashed line in the baseline's colour, false for a solid grey line
   */
  public record Line(double at, boolean dashed) {}

  private static final double LABELS = 430;
  private static final double TEXTS = 330;
  private static final double LEAST_PLOT = 240;

  /** Draws the figure. */
  public Drawing draw() {
    double rowHeight = rows.size() <= 12 ? 30 : rows.size() <= 24 ? 25 : 21;
    double size = rows.size() <= 24 ? 12.5 : 11.5;
    Heading heading = new Heading(title, note, Heading.WIDTH - 2 * Heading.MARGIN);
    double texts = widest(rows.stream().map(Row::text).toList(), size, TEXTS);
    double most = Heading.WIDTH - 2 * Heading.MARGIN - 32 - texts - LEAST_PLOT;
    double labels =
        widest(rows.stream().map(Row::label).toList(), size * 1.07, Math.min(LABELS, most));
    double left = Heading.MARGIN + labels + 16;
    double right = Heading.WIDTH - Heading.MARGIN - texts - 16;
    boolean axisAbove = rows.size() > 24;
    double top = heading.bottom() + (axisAbove ? 18 : 2);
    double bottom = top + rows.size() * rowHeight;
    Drawing drawing = new Drawing(Heading.WIDTH, bottom + 56);
    heading.draw(drawing);
    Scale scale = scale(left + 8, right - 8);
    for (int i = 1; i < rows.size(); i += 2) {
      double y = top + i * rowHeight;
      drawing.rect(Heading.MARGIN, y, Heading.WIDTH - 2 * Heading.MARGIN, rowHeight, Ink.STRIPE);
    }
    axis(drawing, scale, left, right, top, bottom, axisAbove);
    if (line != null) {
      double x = scale.at(line.at());
      if (line.dashed()) {
        drawing.dashed(x, top, x, bottom, Ink.REFERENCE, 1.25);
      } else {
        drawing.line(x, top, x, bottom, Ink.MUTED, 1.25);
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      double middle = top + (i + 0.5) * rowHeight;
      band(drawing, rows.get(i).accepted(), scale, middle, rowHeight / 2 - 3);
      row(drawing, rows.get(i), scale, middle, size, labels);
    }
    return drawing;
  }

  private static double widest(List<String> texts, double size, double limit) {
    return Math.min(
        limit, texts.stream().mapToDouble(t -> TextMetrics.width(t, size)).max().orElse(0));
  }

  private Scale scale(double from, double to) {
    double[] values =
        rows.stream()
            .flatMap(
                r ->
                    java.util.stream.Stream.of(
                        opt(r.mid()),
                        opt(r.low()),
                        opt(r.high()),
                        opt(r.reference()),
                        r.accepted() == null
                            ? DoubleStream.empty()
                            : DoubleStream.of(r.accepted().from(), r.accepted().to())))
            .flatMapToDouble(s -> s)
            .filter(Double::isFinite)
            .toArray();
    DoubleStream all = DoubleStream.of(values);
    if (line != null && Double.isFinite(line.at())) {
      all = DoubleStream.concat(all, DoubleStream.of(line.at()));
    }
    var range = all.summaryStatistics();
    return range.getCount() == 0
        ? new Scale(-1, 1, false, from, to)
        : Scale.over(range.getMin(), range.getMax(), false, from, to);
  }

  private static DoubleStream opt(Double value) {
    return value == null ? DoubleStream.empty() : DoubleStream.of(value);
  }

  private void axis(
      Drawing drawing,
      Scale scale,
      double left,
      double right,
      double top,
      double bottom,
      boolean above) {
    for (Scale.Tick tick : scale.spaced(7, signed)) {
      double x = scale.at(tick.value());
      String text = tick.text();
      drawing.line(x, top, x, bottom, Ink.GRID, 1);
      drawing.line(x, bottom, x, bottom + 5, Ink.FRAME, 1);
      drawing.text(x, bottom + 19, text, Heading.SMALL, Anchor.MIDDLE, Ink.MUTED);
      if (above) {
        drawing.text(x, top - 6, text, Heading.SMALL, Anchor.MIDDLE, Ink.MUTED);
      }
    }
    drawing.line(left, bottom, right, bottom, Ink.FRAME, 1);
    drawing.text((left + right) / 2, bottom + 40, axis, 12.5, Anchor.MIDDLE, Ink.TEXT);
  }

  /** Draws the band of a row; where it has no end it goes to the end of the axis. */
  private static void band(Drawing drawing, Range range, Scale scale, double y, double half) {
    if (range != null) {
      double a = scale.at(range.from());
      double b = scale.at(range.to());
      double[] xs = {a, b, b, a};
      double[] ys = {y - half, y - half, y + half, y + half};
      drawing.area(xs, ys, Ink.NULL, 0.14);
    }
  }

  private void row(Drawing drawing, Row row, Scale scale, double y, double size, double labels) {
    double baseline = y + size * 0.35;
    double labelEnd = Heading.MARGIN + labels;
    String label = TextMetrics.fit(row.label(), row.emphasised() ? size * 1.07 : size, labels);
    Ink ink = row.mark();
    if (row.emphasised()) {
      drawing.bold(labelEnd, baseline, label, size, Anchor.END, Ink.REFERENCE);
    } else {
      drawing.text(labelEnd, baseline, label, size, Anchor.END, Ink.TEXT);
    }
    drawing.text(
        Heading.WIDTH - Heading.MARGIN - 4, baseline, row.text(), size, Anchor.END, Ink.TEXT);
    if (row.reference() != null) {
      double x = scale.at(row.reference());
      drawing.line(x, y - 8, x, y + 8, Ink.NULL, 2.5);
    }
    if (row.mid() == null) {
      return;
    }
    if (Numbers.bounded(row.low(), row.high())) {
      double a = scale.at(row.low());
      double b = scale.at(row.high());
      drawing.line(a, y, b, y, ink, 2);
      drawing.line(a, y - 4, a, y + 4, ink, 2);
      drawing.line(b, y - 4, b, y + 4, ink, 2);
    }
    drawing.dot(scale.at(row.mid()), y, 4.5, row.hollow() ? Ink.PAPER : ink, ink);
  }
}

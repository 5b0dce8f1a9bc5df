package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;
import dev.polysweep.report.draw.TextMetrics;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Shows which polygons each configuration forms and in how many seeds. The chart has one row for
 * each configuration and one column for each polygon; a cell is shaded by the share of the
 * configuration's seeds that form the polygon.
 *
 * @param rows the configurations, from the top
 */
public record CensusChart(List<Row> rows) {

  private static final double ROW = 28;
  private static final double GAP = 3;
  private static final double WIDEST = 96;

  /**
   * A row of the chart: one configuration.
   *
   * @param label the name of the configuration
   * @param features the number of features of its models
   * @param census the number of cells with each polygon; not empty
   */
  public record Row(String label, int features, Map<Polygon, Integer> census) {
    int cells() {
      return census.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** Returns the numbers of the chart as text, for readers who cannot see the picture. */
  public String alt() {
    return rows.stream()
            .map(
                row ->
                    row.label()
                        + ": "
                        + row.census().entrySet().stream()
                            .map(e -> e.getKey().name(row.features()) + " " + e.getValue())
                            .collect(Collectors.joining(", ")))
            .collect(Collectors.joining("; "))
        + ".";
  }

  /** Draws the chart under a title. */
  public Drawing draw(String title) {
    List<Polygon> columns =
        List.copyOf(
            rows.stream()
                .flatMap(r -> r.census().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new)));
    String note =
        "per cent of seeds; a feature counts if it is longer than 0.5; uneven: the angles between"
            + " neighbours have an sd of 3° or more";
    Heading heading = new Heading(title, note, Heading.WIDTH - 2 * Heading.MARGIN);
    double labels =
        Math.min(
            260,
            rows.stream().mapToDouble(r -> TextMetrics.width(r.label(), 12.5)).max().orElse(0));
    double left = Heading.MARGIN + labels + 12;
    double width = Math.min(WIDEST, (Heading.WIDTH - Heading.MARGIN - left) / columns.size());
    double top = heading.bottom() + 34;
    Drawing drawing = new Drawing(Heading.WIDTH, top + rows.size() * ROW + Heading.MARGIN);
    heading.draw(drawing);
    for (int c = 0; c < columns.size(); c++) {
      List<String> lines = TextMetrics.wrap(columns.get(c).name(), Heading.SMALL, width - GAP, 2);
      for (int l = 0; l < lines.size(); l++) {
        double y = top - 8 - (lines.size() - 1 - l) * 14;
        drawing.text(
            left + (c + 0.5) * width, y, lines.get(l), Heading.SMALL, Anchor.MIDDLE, Ink.TEXT);
      }
    }
    for (int r = 0; r < rows.size(); r++) {
      row(drawing, rows.get(r), columns, left, top + r * ROW, width);
    }
    return drawing;
  }

  private static void row(
      Drawing drawing, Row row, List<Polygon> columns, double left, double y, double width) {
    String label = TextMetrics.fit(row.label(), 12.5, left - Heading.MARGIN - 11);
    drawing.text(left - 12, y + ROW / 2 + 4, label, 12.5, Anchor.END, Ink.TEXT);
    for (int c = 0; c < columns.size(); c++) {
      double x = left + c * width;
      double[] xs = {x, x + width - GAP, x + width - GAP, x};
      double[] ys = {y, y, y + ROW - GAP, y + ROW - GAP};
      int count = row.census().getOrDefault(columns.get(c), 0);
      double share = (double) count / row.cells();
      drawing.area(xs, ys, Ink.GRID, 0.35);
      if (count > 0) {
        drawing.area(xs, ys, Ink.DATA, 0.06 + 0.44 * share);
        double percent = 100 * share;
        String text = percent < 1 ? "< 1" : Long.toString(Math.round(percent));
        drawing.text(x + (width - GAP) / 2, y + ROW / 2 + 3, text, 12.5, Anchor.MIDDLE, Ink.TEXT);
      }
    }
  }
}

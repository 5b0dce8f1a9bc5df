package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.draw.TextMetrics;
import java.util.List;

/**
 * A metric over a grid of two settings as a heat map, with the value written into each cell where
 * there is room. Further settings give facets, a map for each combination of their values; all maps
 * share one colour scale.
 *
 * @param title title of the figure
 * @param note meaning of the numbers
 * @param across name of the horizontal setting
 * @param columns its values from the left
 * @param down name of the vertical setting
 * @param lines its values from the top
 * @param facets the maps
 */
public record GridMap(
    String title,
    String note,
    String across,
    List<String> columns,
    String down,
    List<String> lines,
    List<Facet> facets) {

  /** Greatest number of facets. */
  public static final int MOST_FACETS = 24;

  private static final double CELL = 46;
  private static final double SIZE = 11;
  private static final double TITLE_LINE = 14;

  /** Width of a single map whose values fit into it, so that two stand side by side in a page. */
  private static final double NARROW = 460;

  /**
   * One map.
   *
   * @param settings what is the same in all its cells, a text for each setting; empty for a single
   *     map
   * @param values means, {@code [lines][columns]}; NaN where there is none
   */
  public record Facet(List<String> settings, double[][] values) {

    /** The title in one line if it fits, otherwise a line for each setting. */
    private List<String> lines(double limit) {
      String all = String.join(", ", settings);
      return TextMetrics.width(all, Heading.SMALL) <= limit
          ? List.of(all)
          : settings.stream().map(s -> TextMetrics.fit(s, Heading.SMALL, limit)).toList();
    }
  }

  /** Draws the figure. */
  public Drawing draw() {
    double ticks =
        Math.min(
            110,
            lines.stream().mapToDouble(t -> TextMetrics.width(t, Heading.SMALL)).max().orElse(0));
    double left = Heading.MARGIN + 26 + ticks + 8;
    double whole = whole(left);
    Heading heading = new Heading(title, note, whole - 2 * Heading.MARGIN);
    double room = whole - Heading.MARGIN - left;
    int n = facets.size();
    int perRow = n <= 4 ? n : n <= 9 ? 3 : 4;
    double gap = 18;
    double width =
        Math.min((room - gap * (perRow - 1)) / perRow, columns.size() * (n == 1 ? 84 : CELL + 18));
    double cell = width / columns.size();
    double tall = Math.max(16, Math.min(n == 1 ? 34 : 28, 420.0 / lines.size()));
    double height = tall * lines.size();
    List<List<String>> titles = facets.stream().map(facet -> facet.lines(width + gap - 6)).toList();
    int most = titles.stream().mapToInt(List::size).max().orElse(1);
    double head = n == 1 ? 4 : 22 + (most - 1) * TITLE_LINE;
    double foot = 24;
    double axis = TextMetrics.width("← " + down, 12.5);
    double top = heading.bottom();
    int down = (n + perRow - 1) / perRow;
    double bottom = top + Math.max(down * (head + height + foot) + 22, Math.min(axis, 200) + 12);
    Drawing drawing = new Drawing(whole, bottom);
    heading.draw(drawing);
    Sequential colors = colors();
    for (int f = 0; f < n; f++) {
      double x = left + f % perRow * (width + gap);
      double y = top + f / perRow * (head + height + foot) + head;
      Facet facet = facets.get(f);
      if (n > 1) {
        List<String> title = titles.get(f);
        for (int i = 0; i < title.size(); i++) {
          double line = y - 6 - (title.size() - 1 - i) * TITLE_LINE;
          drawing.text(x, line, title.get(i), Heading.SMALL, Anchor.START, Ink.TEXT);
        }
      }
      map(drawing, facet, colors, x, y, cell, tall);
      if (f % perRow == 0) {
        names(drawing, x, y, tall);
      }
      below(drawing, x, y + height, cell);
    }
    double foots = top + down * (head + height + foot) + 10;
    drawing.text(left, foots, across + " →", 12.5, Anchor.START, Ink.TEXT);
    double length = Math.min(axis, Math.max(height, 200));
    drawing.vertical(
        Heading.MARGIN + 10,
        top + head + Math.max(height, length) / 2,
        TextMetrics.fit("← " + this.down, 12.5, length),
        12.5,
        Ink.TEXT);
    return drawing;
  }

  private double whole(double left) {
    double value =
        facets.stream()
            .flatMap(facet -> java.util.Arrays.stream(facet.values()))
            .flatMapToDouble(java.util.Arrays::stream)
            .map(v -> TextMetrics.width(Numbers.value(v), SIZE))
            .max()
            .orElse(0);
    double name = columns.stream().mapToDouble(c -> TextMetrics.width(c, SIZE)).max().orElse(0);
    double cell = Math.max(value, name) + 8;
    boolean fits = facets.size() == 1 && columns.size() * cell <= NARROW - Heading.MARGIN - left;
    return fits ? NARROW : Heading.WIDTH;
  }

  private Sequential colors() {
    var range =
        facets.stream()
            .flatMap(facet -> java.util.Arrays.stream(facet.values()))
            .flatMapToDouble(java.util.Arrays::stream)
            .filter(Double::isFinite)
            .summaryStatistics();
    return new Sequential(range.getMin(), range.getMax());
  }

  private void map(
      Drawing drawing,
      Facet facet,
      Sequential colors,
      double x,
      double y,
      double cell,
      double tall) {
    int[] rgb = new int[lines.size() * columns.size()];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = colors.rgb(facet.values()[i / columns.size()][i % columns.size()]);
    }
    drawing.cells(x, y, rgb, columns.size(), cell, tall);
    for (int i = 0; i < rgb.length; i++) {
      double value = facet.values()[i / columns.size()][i % columns.size()];
      String text = Numbers.value(value);
      if (Double.isFinite(value) && TextMetrics.width(text, SIZE) < cell - 4) {
        double at = x + (i % columns.size() + 0.5) * cell;
        double line = y + (i / columns.size() + 0.5) * tall + 4;
        // The cells keep their colours on a dark page, so their texts do as well.
        drawing.text(
            at, line, text, SIZE, Anchor.MIDDLE, colors.dark(value) ? Ink.ON_DARK : Ink.ON_PALE);
      }
    }
  }

  private void names(Drawing drawing, double x, double y, double tall) {
    for (int i = 0; i < lines.size(); i++) {
      String text = TextMetrics.fit(lines.get(i), Heading.SMALL, 110);
      drawing.text(x - 8, y + (i + 0.5) * tall + 4, text, Heading.SMALL, Anchor.END, Ink.MUTED);
    }
  }

  private void below(Drawing drawing, double x, double bottom, double cell) {
    double end = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < columns.size(); i++) {
      String text = TextMetrics.fit(columns.get(i), SIZE, cell + 8);
      double half = TextMetrics.width(text, SIZE) / 2;
      double at = x + (i + 0.5) * cell;
      if (at - half > end + 3) {
        drawing.text(at, bottom + 15, text, SIZE, Anchor.MIDDLE, Ink.MUTED);
        end = at + half;
      }
    }
  }
}

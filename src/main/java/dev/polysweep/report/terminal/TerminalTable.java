package dev.polysweep.report.terminal;

import dev.polysweep.report.draw.TextMetrics;
import dev.polysweep.report.page.ConfigurationTable;
import dev.polysweep.report.page.ReportInput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The results by configuration for a terminal: mean ± half the width of the 95 % interval, z
 * against the null distribution, and the contrast with the baseline in per cent. If the terminal is
 * too narrow for all columns, the remaining ones follow in further blocks below; each block begins
 * with the labels.
 */
public final class TerminalTable {

  private static final String GAP = "  ";

  private final List<String> headers;
  private final List<List<String>> rows;
  private final List<Integer> widths;
  private final int width;
  private final boolean unicode;
  private final Colours colours;

  private TerminalTable(ConfigurationTable table, int width, boolean unicode, Colours colours) {
    this.colours = colours;
    this.width = width;
    this.unicode = unicode;
    this.headers = table.headers().stream().map(this::printable).toList();
    this.rows =
        table.rows().stream()
            .map(row -> IntStream.range(0, row.size()).mapToObj(i -> cell(row.get(i), i)).toList())
            .toList();
    this.widths =
        IntStream.range(0, headers.size())
            .mapToObj(
                i ->
                    Math.max(
                        columns(headers.get(i)),
                        rows.stream().mapToInt(row -> columns(row.get(i))).max().orElse(0)))
            .toList();
  }

  /**
   * Returns the table as lines that end in a line feed. No line is wider than the terminal unless
   * the labels and a single column are together wider.
   *
   * @param input the results
   * @param width number of columns of the terminal; a value below 40 counts as 40
   * @param unicode whether the terminal shows more than ASCII
   * @param colours the colours of the terminal
   */
  public static String of(ReportInput input, int width, boolean unicode, Colours colours) {
    return of(ConfigurationTable.compact(input), width, unicode, colours);
  }

  /**
   * Returns any table as lines that end in a line feed, as {@link #of(ReportInput, int, boolean,
   * Colours)} does.
   */
  public static String of(ConfigurationTable of, int width, boolean unicode, Colours colours) {
    TerminalTable table = new TerminalTable(of, Math.max(width, 40), unicode, colours);
    return table.blocks().stream().map(table::block).collect(Collectors.joining("\n"));
  }

  /** Returns the table as {@link #of(ReportInput, int, boolean, Colours)} does, without colours. */
  public static String of(ReportInput input, int width, boolean unicode) {
    return of(input, width, unicode, Colours.NONE);
  }

  /** Returns the columns of each block. The first column is in every block. */
  private List<List<Integer>> blocks() {
    List<List<Integer>> blocks = new ArrayList<>();
    int used = Integer.MAX_VALUE;
    for (int i = 1; i < headers.size(); i++) {
      int needed = GAP.length() + widths.get(i);
      if (blocks.isEmpty() || (long) used + needed > width) {
        blocks.add(new ArrayList<>(List.of(0)));
        used = widths.get(0);
      }
      blocks.get(blocks.size() - 1).add(i);
      used += needed;
    }
    return blocks.isEmpty() ? List.of(List.of(0)) : blocks;
  }

  private String block(List<Integer> shown) {
    StringBuilder out = new StringBuilder();
    out.append(colours.bold(line(headers, shown))).append('\n');
    String rule = unicode ? "─" : "-";
    List<String> rules = widths.stream().map(rule::repeat).toList();
    out.append(colours.faint(line(rules, shown))).append('\n');
    rows.forEach(row -> out.append(line(row, shown)).append('\n'));
    return out.toString();
  }

  private String line(List<String> cells, List<Integer> shown) {
    StringBuilder line = new StringBuilder();
    for (int i : shown) {
      String pad = " ".repeat(widths.get(i) - columns(cells.get(i)));
      line.append(i == 0 ? "" : GAP).append(i == 0 ? cells.get(i) + pad : pad + cells.get(i));
    }
    return line.toString().stripTrailing();
  }

  private String cell(String text, int column) {
    String clean = printable(text);
    return column == 0 ? fit(clean, width * 2 / 5) : clean;
  }

  private String printable(String text) {
    return new Glyphs(unicode).printable(text);
  }

  private String fit(String text, int limit) {
    if (columns(text) <= limit) {
      return text;
    }
    String dots = unicode ? "…" : "...";
    int[] points = text.codePoints().toArray();
    for (int kept = points.length - 1; kept > 0; kept--) {
      int head = (kept + 1) / 2;
      String cut =
          new String(points, 0, head)
              + dots
              + new String(points, points.length - kept + head, kept - head);
      if (columns(cut) <= limit) {
        return cut;
      }
    }
    return dots;
  }

  /**
   * Returns the number of terminal columns that a text takes. Combining marks take none, and wide
   * characters take two.
   */
  static int columns(String text) {
    return text.codePoints()
        .map(
            c ->
                Character.getType(c) == Character.NON_SPACING_MARK
                    ? 0
                    : TextMetrics.isWide(c) ? 2 : 1)
        .sum();
  }
}

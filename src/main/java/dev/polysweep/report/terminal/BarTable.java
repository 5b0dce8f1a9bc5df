package dev.polysweep.report.terminal;

import dev.polysweep.report.draw.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A table for a terminal whose columns hold texts, or numbers behind a bar. The bars share the
 * width that the texts leave. If the terminal is too narrow, the last columns are left out.
 */
final class BarTable {

  private static final String GAP = "  ";
  private static final int SHORTEST_BAR = 6;
  private static final int LONGEST_BAR = 40;

  private final Glyphs glyphs;
  private final List<Column> columns = new ArrayList<>();

  /**
   * A column of the table.
   *
   * @param texts the header and then the text of each row
   * @param shares length of each row's bar as a share of the longest bar; null for a column without
   *     bars
   */
  private record Column(List<String> texts, double[] shares) {

    int textWidth() {
      return texts.stream().mapToInt(TerminalTable::columns).max().orElse(0);
    }
  }

  BarTable(Glyphs glyphs) {
    this.glyphs = glyphs;
  }

  /** Adds a column of texts, aligned at the right. */
  BarTable texts(String header, List<String> texts) {
    columns.add(new Column(printable(header, texts), null));
    return this;
  }

  /**
   * Adds a column of numbers with bars.
   *
   * @param header header of the column
   * @param values the number of each row
   * @param full the value whose bar has the full length
   */
  BarTable bars(String header, double[] values, double full) {
    return bars(header, Arrays.stream(values).mapToObj(Numbers::value).toList(), values, full);
  }

  /**
   * Adds a column of whole numbers with bars.
   *
   * @param header header of the column
   * @param values the number of each row
   * @param full the value whose bar has the full length
   */
  BarTable counts(String header, double[] values, double full) {
    List<String> texts = Arrays.stream(values).mapToObj(v -> String.valueOf((long) v)).toList();
    return bars(header, texts, values, full);
  }

  /** Adds a column of shares from 0 to 1 with bars; the value 1 has a bar of the full length. */
  BarTable shares(String header, double[] values) {
    return bars(header, Arrays.stream(values).mapToObj(BarTable::share).toList(), values, 1);
  }

  /** Writes a share with three decimal places, so that the numbers of a column align. */
  static String share(double value) {
    return Double.isNaN(value) ? Numbers.NONE : String.format(Locale.ROOT, "%.3f", value);
  }

  /** Writes a cosine with its sign and two decimal places. */
  static String cosine(double value) {
    return String.format(Locale.ROOT, "%+.2f", value).replace('-', '−');
  }

  private BarTable bars(String header, List<String> texts, double[] values, double full) {
    double[] shares = Arrays.stream(values).map(value -> value / full).toArray();
    columns.add(new Column(printable(header, texts), shares));
    return this;
  }

  private List<String> printable(String header, List<String> texts) {
    List<String> clean = new ArrayList<>(List.of(glyphs.printable(header)));
    texts.forEach(text -> clean.add(glyphs.printable(text)));
    return clean;
  }

  /**
   * Returns the table as lines. No line is wider than the given number of terminal columns unless
   * the first column of the table alone is.
   */
  String render(int width) {
    List<Column> shown = new ArrayList<>(columns);
    while (shown.size() > 1 && barWidth(shown, width) < SHORTEST_BAR) {
      shown.remove(shown.size() - 1);
    }
    int bar = Math.min(LONGEST_BAR, barWidth(shown, width));
    int lines = columns.get(0).texts().size();
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      int line = i;
      out.append(
              shown.stream()
                  .map(column -> cell(column, line, bar))
                  .collect(Collectors.joining(GAP))
                  .stripTrailing())
          .append('\n');
    }
    return out.toString();
  }

  private String cell(Column column, int line, int bar) {
    String text = column.texts().get(line);
    if (column.shares() == null) {
      return " ".repeat(column.textWidth() - TerminalTable.columns(text)) + text;
    }
    if (line == 0) {
      return text + " ".repeat(bar + 1 + numberWidth(column) - TerminalTable.columns(text));
    }
    String number = " ".repeat(numberWidth(column) - TerminalTable.columns(text)) + text;
    return glyphs.bar(column.shares()[line - 1], bar) + " " + number;
  }

  /**
   * Returns the width of the number behind a bar. The header stands over the bar and the number
   * together, so a long header widens the number.
   */
  private static int numberWidth(Column column) {
    int header = TerminalTable.columns(column.texts().get(0)) - SHORTEST_BAR - 1;
    return column.texts().stream()
        .skip(1)
        .mapToInt(TerminalTable::columns)
        .reduce(header, Math::max);
  }

  private static int barWidth(List<Column> shown, int width) {
    int taken = GAP.length() * (shown.size() - 1);
    int bars = 0;
    for (Column column : shown) {
      taken += column.shares() == null ? column.textWidth() : 1 + numberWidth(column);
      bars += column.shares() == null ? 0 : 1;
    }
    return bars == 0 ? (taken <= width ? SHORTEST_BAR : 0) : (width - taken) / bars;
  }
}

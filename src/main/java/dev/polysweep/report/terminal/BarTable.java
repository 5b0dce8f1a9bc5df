package dev.polysweep.report.terminal;

import dev.polysweep.report.draw.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A table for a terminal whose columns are texts, or numbers with a bar before them. The bars share
 * the room that the texts leave; columns at the end are dropped where there is none.
 */
final class BarTable {

  private static final String GAP = "  ";
  private static final int SHORTEST_BAR = 6;
  private static final int LONGEST_BAR = 40;

  private final Glyphs glyphs;
  private final List<Column> columns = new ArrayList<>();

  /** A column: texts, and for bars the shares of the longest bar, else null. */
  private record Column(List<String> texts, double[] shares) {

    int textWidth() {
      return texts.stream().mapToInt(TerminalTable::columns).max().orElse(0);
    }
  }

  BarTable(Glyphs glyphs) {
    this.glyphs = glyphs;
  }

  /** A column of texts, flushed right. */
  BarTable texts(String header, List<String> texts) {
    columns.add(new Column(printable(header, texts), null));
    return this;
  }

  /**
   * A column of numbers with bars.
   *
   * @param full value of the longest bar
   */
  BarTable bars(String header, double[] values, double full) {
    return bars(header, Arrays.stream(values).mapToObj(Numbers::value).toList(), values, full);
  }

  /** A column of whole numbers with bars. */
  BarTable counts(String header, double[] values, double full) {
    List<String> texts = Arrays.stream(values).mapToObj(v -> String.valueOf((long) v)).toList();
    return bars(header, texts, values, full);
  }

  /** A column of shares of 1, with bars. */
  BarTable shares(String header, double[] values) {
    return bars(header, Arrays.stream(values).mapToObj(BarTable::share).toList(), values, 1);
  }

  /** A share to three places, which line up. */
  static String share(double value) {
    return Double.isNaN(value) ? Numbers.NONE : String.format(Locale.ROOT, "%.3f", value);
  }

  /** A cosine with its sign. */
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

  /** The lines, none wider than asked unless the first column is. */
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

  /** Width of a bar's number: the header stands over bar and number together. */
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

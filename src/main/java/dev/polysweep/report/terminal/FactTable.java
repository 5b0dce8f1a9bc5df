package dev.polysweep.report.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * A table for a terminal with two columns: names and their values. A value that is too long
 * continues on the lines below.
 */
final class FactTable {

  private static final String GAP = "  ";

  private final Glyphs glyphs;
  private final int width;
  private final List<String[]> facts = new ArrayList<>();

  FactTable(Glyphs glyphs, int width) {
    this.glyphs = glyphs;
    this.width = width;
  }

  void add(String name, String value) {
    facts.add(new String[] {glyphs.printable(name), glyphs.printable(value)});
  }

  String text() {
    int names = facts.stream().mapToInt(fact -> fact[0].length()).max().orElse(0);
    StringBuilder out = new StringBuilder();
    for (String[] fact : facts) {
      String name = fact[0] + " ".repeat(names - fact[0].length()) + GAP;
      String value = wrap(fact[1], width - name.length(), name.length());
      out.append(name).append(value.substring(name.length()));
    }
    return out.toString();
  }

  /**
   * Breaks a text into lines of at most {@code width} columns. Each line is indented by {@code
   * indent} blanks and ends in a line feed. A word that is longer than a line is cut.
   */
  static String wrap(String text, int width, int indent) {
    StringBuilder out = new StringBuilder();
    String line = "";
    for (String word : text.split(" ")) {
      for (String part : pieces(word, width)) {
        String longer = line.isEmpty() ? part : line + " " + part;
        if (TerminalTable.columns(longer) > width) {
          out.append(" ".repeat(indent)).append(line).append('\n');
          longer = part;
        }
        line = longer;
      }
    }
    return out.append(" ".repeat(indent)).append(line).append('\n').toString();
  }

  private static List<String> pieces(String word, int width) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    for (int c : word.codePoints().toArray()) {
      String longer = piece + Character.toString(c);
      if (TerminalTable.columns(longer) > width) {
        pieces.add(piece.toString());
        piece.setLength(0);
      }
      piece.appendCodePoint(c);
    }
    pieces.add(piece.toString());
    return pieces;
  }
}

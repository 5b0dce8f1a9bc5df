package dev.polysweep.report.terminal;

import java.util.Locale;

/**
 * A square matrix of values from 0 to 1 as a heat map of shades for a terminal. An entry is two
 * columns wide, and entries on the diagonal are backslashes.
 */
final class ShadeMap {

  /** Least value of each shade. */
  private static final double[] BOUNDS = {0, 0.05, 0.25, 0.5, 0.75};

  private final Glyphs glyphs;

  ShadeMap(Glyphs glyphs) {
    this.glyphs = glyphs;
  }

  /**
   * Returns the number of matrix rows, and so of matrix columns, that fit a terminal together with
   * their labels.
   *
   * @param width number of columns of the terminal
   * @param labelWidth number of characters of the longest label
   */
  static int fitting(int width, int labelWidth) {
    return Math.max(1, (width - labelWidth - 2) / 2);
  }

  /**
   * Returns the map as lines that end in a line feed.
   *
   * @param values {@code [n][n]}, from 0 to 1; NaN is shown as 0
   * @param labels {@code [n]}, the labels of both rows and columns, ascending
   */
  String render(double[][] values, int[] labels) {
    int labelWidth = String.valueOf(labels[labels.length - 1]).length();
    StringBuilder out = new StringBuilder();
    for (int digit = 0; digit < labelWidth; digit++) { // a column is too narrow for a number
      StringBuilder line = new StringBuilder(" ".repeat(labelWidth + 2));
      for (int label : labels) {
        line.append(' ')
            .append(String.format(Locale.ROOT, "%" + labelWidth + "d", label).charAt(digit));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    for (int i = 0; i < values.length; i++) {
      StringBuilder line =
          new StringBuilder(String.format(Locale.ROOT, "%" + labelWidth + "d  ", labels[i]));
      for (int j = 0; j < values.length; j++) {
        line.append(i == j ? " \\" : String.valueOf(glyphs.shade(level(values[i][j]))).repeat(2));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  /** Returns the meaning of the shades, in lines of at most {@code width} columns. */
  String legend(int width) {
    StringBuilder legend = new StringBuilder();
    for (int level = 1; level < Glyphs.LEVELS; level++) {
      String shade = String.valueOf(glyphs.shade(level)).repeat(2);
      legend.append(shade).append(" from ").append(BOUNDS[level]).append(", ");
    }
    return FactTable.wrap(legend.append("\\ itself").toString(), width, 0);
  }

  private static int level(double value) {
    int level = 0;
    while (level + 1 < BOUNDS.length && value >= BOUNDS[level + 1]) {
      level++;
    }
    return level;
  }
}

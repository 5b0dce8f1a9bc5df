package dev.polysweep.report.terminal;

/**
 * A picture of dots in a block of text. With Unicode a character is a Braille cell of 2 × 4 dots;
 * with ASCII a character is a star or a blank. Coordinates run from 0 to 1, with (0, 0) at the
 * lower left corner.
 */
final class DotCanvas {

  private static final int BRAILLE = 0x2800;

  /** The bit of each dot of a Braille cell by its column and its row, rows from the top. */
  private static final int[][] BITS = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};

  private final int columns;
  private final int rows;
  private final boolean unicode;
  private final int[] cells;
  private final char[] labels;

  /**
   * Makes an empty canvas.
   *
   * @param columns width in characters, at least 1
   * @param rows height in characters, at least 1
   * @param unicode whether the picture may contain Braille characters
   */
  DotCanvas(int columns, int rows, boolean unicode) {
    this.columns = columns;
    this.rows = rows;
    this.unicode = unicode;
    cells = new int[columns * rows];
    labels = new char[columns * rows];
  }

  /** Sets the dot at a point. A point outside the canvas is moved to its edge. */
  void dot(double x, double y) {
    int across = unicode ? 2 : 1;
    int down = unicode ? 4 : 1;
    int dotX = at(x, columns * across);
    int dotY = rows * down - 1 - at(y, rows * down);
    cells[dotY / down * columns + dotX / across] |= BITS[dotX % across][dotY % down];
  }

  /** Sets the dots on a straight line between two points. */
  void line(double fromX, double fromY, double toX, double toY) {
    int steps = 8 * (columns + rows);
    for (int i = 0; i <= steps; i++) {
      double t = (double) i / steps;
      dot(fromX + t * (toX - fromX), fromY + t * (toY - fromY));
    }
  }

  /**
   * Writes a text over the dots, with its middle at a point. The text is moved into the canvas if
   * it would extend beyond the edge.
   */
  void label(double x, double y, String text) {
    int row = rows - 1 - at(y, rows);
    int column = at(x, columns) - text.length() / 2;
    column = Math.max(0, Math.min(column, columns - text.length()));
    for (int i = 0; i < text.length() && column + i < columns; i++) {
      labels[row * columns + column + i] = text.charAt(i);
    }
  }

  private static int at(double share, int size) {
    return Math.max(0, Math.min(size - 1, (int) Math.floor(share * size)));
  }

  /** Returns the lines of the picture from the top, without trailing blanks. */
  String[] lines() {
    String[] lines = new String[rows];
    for (int r = 0; r < rows; r++) {
      char[] line = new char[columns];
      for (int c = 0; c < columns; c++) {
        line[c] = glyph(r * columns + c);
      }
      lines[r] = new String(line).stripTrailing();
    }
    return lines;
  }

  private char glyph(int cell) {
    if (labels[cell] != 0) {
      return labels[cell];
    }
    if (cells[cell] == 0) {
      return ' ';
    }
    return unicode ? (char) (BRAILLE + cells[cell]) : '*';
  }
}

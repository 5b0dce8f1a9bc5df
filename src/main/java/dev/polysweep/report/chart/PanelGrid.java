package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark;
import dev.polysweep.report.draw.TextMetrics;
import java.util.List;

/**
 * A layout of small multiples: panels of equal size in rows and columns, each with its title above
 * it. All lengths are in pixels.
 *
 * @param titles title of each panel, wrapped into lines
 * @param cols number of panels in a row
 * @param left x coordinate of the first panel
 * @param top y coordinate of the upper edge of the first panel's title
 * @param panelWidth width of a panel
 * @param panelHeight height of a panel without its title
 * @param gap horizontal and vertical gap between panels
 * @param titleLines number of lines that are reserved for every title
 */
record PanelGrid(
    List<List<String>> titles,
    int cols,
    double left,
    double top,
    double panelWidth,
    double panelHeight,
    double gap,
    int titleLines) {

  /** Font size of the titles in pixels. */
  static final double TITLE_SIZE = 11.5;

  private static final double LINE = 14;
  private static final int MAX_LINES = 3;

  /**
   * Lays out a panel for each title. The number of columns follows from the number of titles.
   *
   * @param titles titles of the panels, not yet wrapped
   * @param left x coordinate of the first panel
   * @param top y coordinate of the upper edge of the first panel's title
   * @param width width that all columns share
   * @param gap horizontal and vertical gap between panels
   * @param aspect height of a panel divided by its width
   * @param maxWidth greatest width of a panel, which matters for figures with few panels
   */
  static PanelGrid of(
      List<String> titles,
      double left,
      double top,
      double width,
      double gap,
      double aspect,
      double maxWidth) {
    int n = titles.size();
    int cols = n <= 4 ? n : n <= 8 ? 4 : n <= 15 ? 5 : n == 16 ? 4 : 6;
    double panel = Math.floor(Math.min(maxWidth, (width - (cols - 1) * gap) / cols));
    List<List<String>> lines =
        titles.stream().map(t -> TextMetrics.wrap(t, TITLE_SIZE, panel, MAX_LINES)).toList();
    int most = lines.stream().mapToInt(List::size).max().orElse(1);
    return new PanelGrid(lines, cols, left, top, panel, Math.floor(panel * aspect), gap, most);
  }

  int size() {
    return titles.size();
  }

  double x(int panel) {
    return left + panel % cols * (panelWidth + gap);
  }

  /** Returns the y coordinate of the upper edge of a panel, which lies below its title. */
  double y(int panel) {
    double titleHeight = titleLines * LINE + 4;
    return top + panel / cols * (titleHeight + panelHeight + gap) + titleHeight;
  }

  /** Returns the y coordinate of the lower edge of the last row of panels. */
  double bottom() {
    return y(size() - 1) + panelHeight;
  }

  double right() {
    return left + Math.min(cols, size()) * (panelWidth + gap) - gap;
  }

  boolean isLeftmost(int panel) {
    return panel % cols == 0;
  }

  /** Returns whether no panel stands below the given one. */
  boolean isLowest(int panel) {
    return panel + cols >= size();
  }

  /** Draws the title of a panel directly above the panel. */
  void title(Drawing drawing, int panel, boolean bold) {
    List<String> lines = titles.get(panel);
    for (int i = 0; i < lines.size(); i++) {
      double y = y(panel) - 6 - (lines.size() - 1 - i) * LINE;
      if (bold) {
        drawing.bold(x(panel), y, lines.get(i), TITLE_SIZE, Mark.Anchor.START, Ink.REFERENCE);
      } else {
        drawing.text(x(panel), y, lines.get(i), TITLE_SIZE, Mark.Anchor.START, Ink.TEXT);
      }
    }
  }
}

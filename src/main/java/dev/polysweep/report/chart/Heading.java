package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark;
import dev.polysweep.report.draw.TextMetrics;
import java.util.List;

/** The title and the note at the top of a figure; all figures share this layout. */
public final class Heading {

  /** Width in pixels of a figure that fills a page. */
  public static final double WIDTH = 960;

  /** Margin in pixels around the contents of a figure. */
  static final double MARGIN = 20;

  /** Font size in pixels of axis numbers and of small labels. */
  static final double SMALL = 11.5;

  private static final double TITLE = 16;
  private static final double NOTE = 12.5;

  private final List<String> title;
  private final List<String> note;

  /**
   * Makes a heading for contents of a given width in pixels. The title is wrapped into at most two
   * lines, the note into at most three.
   */
  Heading(String title, String note, double width) {
    this.title = TextMetrics.wrap(title, TITLE * 1.07, width, 2);
    this.note = TextMetrics.wrap(note, NOTE, width, 3);
  }

  /** Returns the y coordinate in pixels below which the contents of the figure may begin. */
  double bottom() {
    return MARGIN + title.size() * 20 + note.size() * 17 + 8;
  }

  void draw(Drawing drawing) {
    for (int i = 0; i < title.size(); i++) {
      drawing.bold(MARGIN, MARGIN + 14 + 20 * i, title.get(i), TITLE, Mark.Anchor.START, Ink.TEXT);
    }
    double first = MARGIN + 14 + 20 * title.size();
    for (int i = 0; i < note.size(); i++) {
      drawing.text(MARGIN, first + 17 * i, note.get(i), NOTE, Mark.Anchor.START, Ink.MUTED);
    }
  }
}

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

  private final String title;
  private final List<String> note;

  /**
   * Makes a heading for contents of a given width in pixels. A title that is too wide is shortened
   * in its middle; the note is wrapped into at most three lines.
   */
  Heading(String title, String note, double width) {
    this.title = TextMetrics.fit(title, TITLE * 1.07, width);
    this.note = TextMetrics.wrap(note, NOTE, width, 3);
  }

  /** Returns the y coordinate in pixels below which the contents of the figure may begin. */
  double bottom() {
    return MARGIN + 20 + note.size() * 17 + 8;
  }

  void draw(Drawing drawing) {
    drawing.bold(MARGIN, MARGIN + 14, title, TITLE, Mark.Anchor.START, Ink.TEXT);
    for (int i = 0; i < note.size(); i++) {
      drawing.text(MARGIN, MARGIN + 34 + 17 * i, note.get(i), NOTE, Mark.Anchor.START, Ink.MUTED);
    }
  }
}

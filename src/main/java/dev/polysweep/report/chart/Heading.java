package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark;
import dev.polysweep.report.draw.TextMetrics;
import java.util.List;

/** Title and note at the top of a figure, alike in all of them. */
public final class Heading {

  /** Width of a figure that fills a page. */
  public static final double WIDTH = 960;

  /** Margin around the contents. */
  static final double MARGIN = 20;

  /** Size of axis numbers and notes. */
  static final double SMALL = 11.5;

  private static final double TITLE = 16;
  private static final double NOTE = 12.5;

  private final String title;
  private final List<String> note;

  /** A heading for contents of some width; the note is wrapped to it. */
  Heading(String title, String note, double width) {
    this.title = TextMetrics.fit(title, TITLE * 1.07, width);
    this.note = TextMetrics.wrap(note, NOTE, width, 3);
  }

  /** Where the contents may begin. */
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

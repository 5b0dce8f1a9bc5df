package dev.polysweep.report.page;

import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.explorer.Widget;
import java.util.List;

/**
 * A section that an experiment adds to the page of the report: a heading, a sentence or two, and
 * figures.
 *
 * @param id anchor of the section in the page, made of letters and hyphens
 * @param title heading of the section
 * @param text the sentences before the figures
 * @param figures the figures in the order in which they are shown
 * @param widgets interactive parts, which stand after the figures
 */
public record Section(
    String id, String title, String text, List<Figure> figures, List<Widget> widgets) {

  /** Makes a section of figures alone. */
  public Section(String id, String title, String text, List<Figure> figures) {
    this(id, title, text, figures, List.of());
  }
}

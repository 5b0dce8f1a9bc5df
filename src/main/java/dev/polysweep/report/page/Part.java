package dev.polysweep.report.page;

import dev.polysweep.report.chart.Heading;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.SvgWriter;
import dev.polysweep.report.explorer.Widget;
import java.util.List;

/**
 * A part of the page of a report: a heading with text, tables and figures. The page shows its parts
 * in the order in which {@link HtmlReport} lists them.
 *
 * @param id anchor of the part in the page, made of letters and hyphens
 * @param title heading of the part, as plain text
 * @param html what stands before the figures, as HTML
 * @param figures the figures in the order in which they are shown
 * @param widgets interactive parts, which stand after the figures
 * @param folded whether the part is closed until a reader opens it, as a reference is
 */
record Part(
    String id,
    String title,
    String html,
    List<Figure> figures,
    List<Widget> widgets,
    boolean folded) {

  /** Makes an open part. */
  static Part of(String id, String title, String html, List<Figure> figures) {
    return new Part(id, title, html, figures, List.of(), false);
  }

  /** Makes a part without figures that is closed until a reader opens it. */
  static Part folded(String id, String title, String html) {
    return new Part(id, title, html, List.of(), List.of(), true);
  }

  /** Returns the same part with interactive parts. */
  Part with(List<Widget> interactive) {
    return new Part(id, title, html, figures, interactive, folded);
  }

  /** Returns the text, the figures and the interactive parts as HTML. */
  String body() {
    StringBuilder out = new StringBuilder(html);
    for (Figure figure : figures) {
      // The tabindex lets a keyboard user scroll a figure that is wider than the page.
      boolean narrow = figure.drawing().width() < Heading.WIDTH * 2 / 3;
      out.append(narrow ? "<figure class=\"narrow\">\n" : "<figure tabindex=\"0\">\n");
      out.append(SvgWriter.inline(figure)).append("</figure>\n");
    }
    widgets.forEach(widget -> out.append(widget.html()));
    return out.toString();
  }
}

package dev.polysweep.report.page;

import dev.polysweep.report.draw.Escape;
import java.util.List;

/**
 * A table of a page: caption, column and row headers with their scope, all text escaped. Scrolls by
 * itself where it is larger than the window, with its headers in place.
 */
public final class HtmlTable {

  private final StringBuilder out = new StringBuilder();
  private final boolean numeric;

  /**
   * Begins a table.
   *
   * @param caption shown above it
   * @param headers of the columns
   * @param numeric whether all columns but the first hold numbers
   */
  public HtmlTable(String caption, List<String> headers, boolean numeric) {
    this.numeric = numeric;
    String name = Escape.xml(caption);
    out.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(name)
        .append("\">\n");
    out.append(numeric ? "<table class=\"numbers\">" : "<table>");
    out.append("<caption>").append(name).append("</caption>\n<thead><tr>");
    headers.forEach(
        header -> out.append("<th scope=\"col\">").append(unbroken(header)).append("</th>"));
    out.append("</tr></thead>\n<tbody>\n");
  }

  /** Adds a row; its first cell is its header. */
  public HtmlTable row(List<String> cells, boolean emphasised) {
    out.append(emphasised ? "<tr class=\"baseline\">" : "<tr>");
    for (int i = 0; i < cells.size(); i++) {
      String cell = Escape.xml(cells.get(i));
      if (i == 0) {
        out.append("<th scope=\"row\">").append(cell.replace("_", "_<wbr>")).append("</th>");
      } else {
        out.append("<td>").append(numeric ? unbroken(cells.get(i)) : cell).append("</td>");
      }
    }
    out.append("</tr>\n");
    return this;
  }

  /**
   * Text that breaks only before a bracket: a number stays with its unit and an interval in one
   * line.
   */
  private static String unbroken(String text) {
    return Escape.xml(text).replace(" ", "\u00a0").replace("\u00a0[", " [");
  }

  /** The element. */
  public String html() {
    return out + "</tbody></table></div>\n";
  }
}

package dev.polysweep.report.page;

import dev.polysweep.report.draw.Escape;
import java.util.List;

/**
 * A table of an HTML page. It has a caption and headers of columns and rows with their scope, and
 * all its text is escaped. A table larger than the window scrolls within itself, with its headers
 * kept in view.
 */
public final class HtmlTable {

  private final StringBuilder out = new StringBuilder();
  private final boolean numeric;

  /**
   * Begins a table.
   *
   * @param caption caption, shown above the table
   * @param headers headers of the columns
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
        header ->
            out.append("<th scope=\"col\">")
                .append(unbroken(header).replace("_", "_<wbr>"))
                .append("</th>"));
    out.append("</tr></thead>\n<tbody>\n");
  }

  /**
   * Adds a row. The first cell is the header of the row.
   *
   * @param cells the cells of the row as plain text
   * @param emphasised whether the row is that of the baseline
   */
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
   * Escapes a text so that a line can break only before an opening bracket. A number then stays on
   * one line with its unit, and an interval stays on one line.
   */
  private static String unbroken(String text) {
    return Escape.xml(text).replace(" ", "\u00a0").replace("\u00a0[", " [");
  }

  /** Returns the table as an HTML element. */
  public String html() {
    return out + "</tbody></table></div>\n";
  }
}

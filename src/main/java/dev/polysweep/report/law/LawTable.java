package dev.polysweep.report.law;

import dev.polysweep.report.draw.Escape;
import dev.polysweep.report.page.Finding.Verdict;
import dev.polysweep.table.row.LawRow;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The ledger of laws as an HTML table: each law as a sentence, and below it what it predicts, what
 * was measured, the verdict, and a link to the report of the sweep that was measured.
 */
final class LawTable {

  private static final String CAPTION =
      "Each law, and what it predicts of our sweeps; measured: mean over seeds with its 95 %"
          + " interval. holds: the interval lies within what is predicted; does not hold: outside;"
          + " undecided: partly within, at this number of seeds.";
  private static final List<String> HEADERS =
      List.of("measured of it", "predicted", "measured", "verdict", "seeds", "sweep");

  private LawTable() {}

  /** Returns the table; rows of one law stand together, wherever they were measured. */
  static String html(List<LawRow> rows) {
    StringBuilder out = new StringBuilder("<div class=\"laws\" tabindex=\"0\" role=\"region\"");
    out.append(" aria-label=\"Laws\">\n<table>\n<caption>").append(Escape.xml(CAPTION));
    out.append("</caption>\n<thead><tr>");
    HEADERS.forEach(
        header -> out.append("<th scope=\"col\">").append(Escape.xml(header)).append("</th>"));
    out.append("</tr></thead>\n");
    byLaw(rows).forEach((statement, of) -> out.append(law(statement, of)));
    return out + "</table></div>\n";
  }

  private static Map<String, List<LawRow>> byLaw(List<LawRow> rows) {
    return rows.stream()
        .collect(Collectors.groupingBy(LawRow::statement, LinkedHashMap::new, Collectors.toList()));
  }

  private static String law(String statement, List<LawRow> rows) {
    StringBuilder out = new StringBuilder("<tbody>\n<tr class=\"law\"><th colspan=\"");
    out.append(HEADERS.size()).append("\" scope=\"rowgroup\">").append(Escape.xml(statement));
    out.append("</th></tr>\n");
    rows.forEach(row -> out.append(row(row)));
    return out + "</tbody>\n";
  }

  private static String row(LawRow row) {
    Verdict verdict = Verdict.of(row.verdict());
    String needed =
        row.seedsNeeded() == null
            ? ""
            : " <span class=\"needed\">about " + row.seedsNeeded() + " seeds would decide</span>";
    List<String> cells =
        List.of(
            Escape.xml(LedgerPage.predicted(row)),
            Escape.sentence(LedgerPage.measured(row)),
            "<span class=\"verdict "
                + verdict.slug()
                + "\">"
                + Escape.xml(verdict == Verdict.UNDECIDED ? "undecided" : row.verdict())
                + "</span>"
                + needed,
            Long.toString(row.seeds()),
            "<a href=\""
                + Escape.xml(report(row.sweep()))
                + "\">"
                + Escape.xml(row.sweep())
                + "</a>");
    StringBuilder out = new StringBuilder("<tr><th scope=\"row\">");
    out.append(Escape.xml(row.measure())).append("</th>");
    for (int i = 0; i < cells.size(); i++) {
      // On a phone, where there is no room for columns, the name stands before the value.
      out.append("<td data-name=\"").append(HEADERS.get(i + 1)).append("\">");
      out.append(cells.get(i)).append("</td>");
    }
    return out + "</tr>\n";
  }

  /** The address of a sweep's own report, beside the page. */
  private static String report(String sweep) {
    try {
      return new URI(null, null, "./" + sweep + "/report.html", null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("a sweep's name is that of a folder", e);
    }
  }
}

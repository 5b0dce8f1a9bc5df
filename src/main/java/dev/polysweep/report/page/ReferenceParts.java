package dev.polysweep.report.page;

import dev.polysweep.report.draw.Escape;
import dev.polysweep.table.Column;
import dev.polysweep.table.TableSchema;
import java.util.ArrayList;
import java.util.List;

/** The parts at the end of the page in which a reader looks things up. */
final class ReferenceParts {

  private final ReportInput input;

  ReferenceParts(ReportInput input) {
    this.input = input;
  }

  /** Returns the parts in the order of the page. */
  List<Part> all() {
    List<Part> parts = new ArrayList<>();
    parts.add(Part.of("provenance", "Provenance", provenance(), List.of()));
    if (!input.metrics().isEmpty()) {
      parts.add(Part.folded("glossary", "Glossary", glossary()));
    }
    parts.add(Part.folded("tables", "Tables and their columns", tables()));
    return parts;
  }

  private String provenance() {
    HtmlTable table = new HtmlTable("What made these results.", List.of("what", "value"), false);
    StringBuilder files = new StringBuilder();
    input
        .facts()
        .provenance()
        .forEach(
            (key, value) -> {
              if (value.contains("\n")) {
                files.append("<details>\n<summary>").append(Escape.xml(key));
                files.append("</summary>\n<pre tabindex=\"0\">").append(Escape.xml(value));
                files.append("</pre>\n</details>\n");
              } else {
                table.row(List.of(key, value), false);
              }
            });
    return table.html() + files;
  }

  private String glossary() {
    HtmlTable table =
        new HtmlTable(
            "Metrics. The range decides how the interval of a mean is made: Wilson’s for 0 or 1,"
                + " its quasi-binomial form between two bounds, quasi-Poisson for whole numbers from"
                + " 0, Student’s t of the logarithm with one bound, Student’s t without.",
            List.of("column", "unit", "range", "meaning", "formula"),
            false);
    for (Column column : input.metrics()) {
      table.row(
          List.of(
              column.name(),
              column.unit(),
              column.range().words(),
              column.meaning(),
              column.formula()),
          false);
    }
    return table.html();
  }

  private String tables() {
    StringBuilder out = new StringBuilder();
    for (TableSchema schema : input.schemas()) {
      HtmlTable table =
          new HtmlTable(
              "Table " + schema.name() + ": a row is " + schema.row(),
              List.of("column", "type", "unit", "meaning", "formula"),
              false);
      for (Column column : schema.columns()) {
        table.row(
            List.of(
                column.name(),
                column.type().words(),
                column.unit(),
                column.meaning(),
                column.formula()),
            false);
      }
      out.append(table.html());
    }
    return out.toString();
  }
}

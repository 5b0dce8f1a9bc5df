package dev.polysweep.report.page;

import dev.polysweep.report.draw.Escape;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table as the output of a notebook's cell, in the forms in which pandas shows one. */
final class NotebookTable {

  /** Greatest number of rows that pandas shows without being asked. */
  static final int ROWS = 60;

  private static final int DIGITS = 6;

  private final List<String> headers;
  private final List<List<String>> rows = new ArrayList<>();

  NotebookTable(List<String> headers) {
    this.headers = headers;
  }

  /**
   * Adds a row: texts and numbers; null is a missing value. Rows beyond the first 60 are ignored.
   */
  NotebookTable row(List<Object> cells) {
    if (rows.size() < ROWS) {
      rows.add(cells.stream().map(NotebookTable::text).toList());
    }
    return this;
  }

  private static String text(Object value) {
    if (value == null || value instanceof Double number && number.isNaN()) {
      return "NaN";
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      BigDecimal rounded = new BigDecimal(number).round(new MathContext(DIGITS));
      return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toString();
    }
    return value.toString();
  }

  /** Returns the table by media type. */
  Map<String, String> output() {
    Map<String, String> output = new LinkedHashMap<>();
    output.put("text/html", html());
    output.put("text/plain", plain());
    return output;
  }

  private String html() {
    StringBuilder out = new StringBuilder("<table border=\"1\" class=\"dataframe\">\n<thead><tr>");
    headers.forEach(header -> out.append("<th>").append(Escape.xml(header)).append("</th>"));
    out.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      out.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        String tag = i == 0 ? "th" : "td";
        out.append('<').append(tag).append('>').append(Escape.xml(row.get(i)));
        out.append("</").append(tag).append('>');
      }
      out.append("</tr>\n");
    }
    return out + "</tbody>\n</table>";
  }

  private String plain() {
    StringBuilder out = new StringBuilder(String.join("  ", headers));
    rows.forEach(row -> out.append('\n').append(String.join("  ", row)));
    return out.toString();
  }
}

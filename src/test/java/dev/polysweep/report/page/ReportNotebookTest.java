package dev.polysweep.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.table.row.SummaryRow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportNotebookTest {

  @Test
  void isANotebookOfFormat45() throws Exception {
    JsonNode notebook = new ObjectMapper().readTree(notebook(SyntheticSweep.of(8, 10)));
    assertEquals(4, notebook.get("nbformat").asInt());
    assertEquals(5, notebook.get("nbformat_minor").asInt());
    Set<String> ids = new HashSet<>();
    for (JsonNode cell : notebook.get("cells")) {
      assertTrue(
          ids.add(cell.get("id").asText())
              && cell.get("id").asText().matches("[a-zA-Z0-9_-]{1,64}"));
      boolean code = cell.get("cell_type").asText().equals("code");
      assertEquals(code, cell.has("outputs"));
      assertEquals(code, cell.has("execution_count"));
      assertTrue(cell.has("metadata") && cell.has("source"));
    }
    assertTrue(ids.size() >= 10);
  }

  private static String notebook(ReportInput input) {
    return new ReportNotebook(input, new HtmlReport(input, new Figures(input)).figures()).json();
  }

  /** A reader without Python sees the tables and the figures, with the numbers of the results. */
  @Test
  void showsTablesAndFiguresWithoutBeingRun() throws Exception {
    ReportInput input = SyntheticSweep.of(62, 3);
    JsonNode cells = new ObjectMapper().readTree(notebook(input)).get("cells");
    int tables = 0;
    int figures = 0;
    for (JsonNode cell : cells) {
      for (JsonNode output : cell.path("outputs")) {
        JsonNode data = output.get("data");
        assertTrue(data.has("text/plain"));
        tables += data.has("text/html") ? 1 : 0;
        if (data.has("image/svg+xml")) {
          figures++;
          assertTrue(data.get("image/svg+xml").asText().contains("<svg"));
          assertTrue(cell.get("source").asText().startsWith("SVG(filename=\"figures/"));
        }
        if (cell.get("source").asText().contains("means.reindex")) {
          String html = data.get("text/html").asText();
          assertEquals(60 + 1, html.split("<tr>").length - 1, "as many rows as pandas shows");
          assertTrue(cell.get("source").asText().endsWith(".head(60)"));
          String label = input.facts().labels().get(0);
          double mean =
              input.tables().summary(label, input.shownMetrics().get(0)).orElseThrow().mean();
          String digits = new java.math.BigDecimal(mean).toPlainString().substring(0, 5);
          assertTrue(html.contains("<th>" + label + "</th><td>" + digits), html);
        }
      }
    }
    assertEquals(4, tables);
    assertTrue(figures > 0);
  }

  @Test
  void namesDoNotBecomeCodeOrMarkup() throws Exception {
    var facts =
        new ReportInput.Facts(
            "<img src=x>\n# x", "taming", "", List.of("a"), null, 1, 1, 0, 0, Map.of());
    String metric = "m\"\nimport os";
    var row = new SummaryRow("a", metric, 1, 1, null, null, null, null, 1, 1, 1);
    var tables =
        new ReportInput.Tables(List.of(row), List.of(), List.of(), List.of(), List.of(), List.of());
    var input = new ReportInput(facts, tables, List.of(metric), List.of(), List.of());
    JsonNode cells = new ObjectMapper().readTree(notebook(input)).get("cells");
    assertTrue(cells.get(0).get("source").asText().startsWith("# \\<img src=x\\> \\# x"));
    assertTrue(
        cells.toString().contains("headline = [\\\"m\\\\\\\" import os\\\"]"), cells.toString());
  }
}

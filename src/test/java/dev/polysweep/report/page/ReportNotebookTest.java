package dev.polysweep.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportNotebookTest {

  @Test
  void isANotebookOfFormat45() throws Exception {
    JsonNode notebook =
        new ObjectMapper().readTree(new ReportNotebook(SyntheticSweep.of(8, 10)).json());
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

  @Test
  void namesDoNotBecomeCodeOrMarkup() throws Exception {
    var facts =
        new ReportInput.Facts(
            "<img src=x>\n# x", "taming", "", List.of("a"), null, 1, 1, 0, 0, Map.of());
    var tables = SyntheticSweep.of(1, 1).tables();
    var input = new ReportInput(facts, tables, List.of("m\"\nimport os"), List.of(), List.of());
    JsonNode cells = new ObjectMapper().readTree(new ReportNotebook(input).json()).get("cells");
    assertTrue(cells.get(0).get("source").asText().startsWith("# \\<img src=x\\> \\# x"));
    assertTrue(cells.toString().contains("metric = \\\"m\\\\\\\" import os\\\""), cells.toString());
  }
}

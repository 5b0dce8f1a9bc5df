package dev.polysweep.report.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.table.Column;
import dev.polysweep.table.RunTable;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the explorer hands to its scripts, and what it says about it. */
class ExplorerTest {

  private static final Map<String, Map<String, Object>> SETTINGS = new LinkedHashMap<>();

  static {
    SETTINGS.put("b", Map.of("hidden", 12L, "act", "relu"));
    SETTINGS.put("a", Map.of("hidden", 8L, "act", "relu"));
  }

  private static RunTable.Run run(String id, String label, long seed, double... values) {
    return new RunTable.Run(id, label, seed, values[0] < 0 ? "diverged" : "ok", values);
  }

  private static Explorer explorer(List<String> metrics, List<RunTable.Run> runs, long total) {
    return new Explorer(
        SETTINGS,
        new RunTable(metrics, runs, total),
        List.of("loss"),
        List.of(Column.metric("loss", "nats", "final loss", "")),
        List.of(new SummaryRow("a", "loss", 2, 0.5, 0.1, 0.1, 0.25, 0.75, 0.5, 0.4, 0.6)));
  }

  @Test
  void theDataAreColumnsOfRuns() throws Exception {
    Explorer explorer =
        explorer(
            List.of("loss", "never", "other"),
            List.of(
                run("0123456789abcdef", "b", 0, 1.0 / 3, Double.NaN, 7),
                run("fedcba9876543210", "a", 5, -2, Double.NaN, Double.NaN)),
            2);
    JsonNode data = new ObjectMapper().readTree(explorer.widget().json());
    assertEquals("[\"b\",\"a\"]", data.get("labels").toString());
    assertEquals("[0,1]", data.get("label").toString());
    assertEquals("[0,5]", data.get("seed").toString());
    assertEquals("[\"diverged\",\"ok\"]", data.get("statuses").toString());
    assertEquals("[1,0]", data.get("status").toString());
    assertEquals("0123456789abcdeffedcba9876543210", data.get("ids").asText());
    assertEquals(1, data.get("settings").size(), "act is the same everywhere");
    assertEquals("[12,8]", data.get("settings").get(0).get("values").toString());
    assertEquals(2, data.get("metrics").size(), "a metric without any value is not there");
    JsonNode loss = data.get("metrics").get(0);
    assertEquals("[0.33333,-2.0]", loss.get("values").toString());
    assertEquals("[null,[0.5,0.25,0.75]]", loss.get("intervals").toString());
    assertTrue(loss.get("lead").asBoolean());
    assertFalse(data.get("metrics").get(1).get("lead").asBoolean());
    assertEquals("[7.0,null]", data.get("metrics").get(1).get("values").toString());
  }

  @Test
  void saysWhatIsThereAndWhatIsNot() {
    List<RunTable.Run> two =
        List.of(run("0123456789abcdef", "b", 0, 1), run("fedcba9876543210", "a", 5, 2));
    assertTrue(explorer(List.of("loss"), two, 2).widget().html().contains("<p>All 2 runs. Drag"));
    assertTrue(
        explorer(List.of("loss"), two, 31_000)
            .widget()
            .html()
            .contains("<p>A sample of 2 of the 31,000 runs, stratified by label"));
    List<String> many = IntStream.range(0, 40).mapToObj(m -> "m" + m).toList();
    List<RunTable.Run> runs = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      runs.add(run("0123456789abcdef", "a", i, IntStream.range(0, 40).asDoubleStream().toArray()));
    }
    String html = explorer(many, runs, 10_000).widget().html();
    assertTrue(html.contains("to keep the page small, but in the table cells: m10, m11,"), html);
  }

  /** Libraries come with their licences, and without the address of a map that is not there. */
  @Test
  void librariesAreWhole() {
    for (Library library : Library.values()) {
      String script = library.script();
      assertTrue(script.contains("Permission"), library.name());
      assertTrue(script.length() > 200_000, library.name());
      assertFalse(script.contains("sourceMappingURL"), library.name());
      assertFalse(script.contains("</script"), library.name());
    }
    assertTrue(Library.D3.script().contains("d3js.org v7.9.0"));
  }

  @Test
  void ofManyStepsSomeAreShown() {
    List<Integer> steps = IntStream.rangeClosed(1, 1000).boxed().toList();
    List<Integer> shown = new Training(steps, List.of()).shown();
    assertEquals(Training.MOST_STEPS, shown.size());
    assertEquals(0, shown.get(0));
    assertEquals(999, shown.get(shown.size() - 1));
    assertEquals(List.of(0, 1, 2), new Training(List.of(1, 5, 9), List.of()).shown());
  }
}

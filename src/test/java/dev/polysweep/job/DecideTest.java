package dev.polysweep.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.table.TableRow;
import dev.polysweep.table.row.DecisionRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep of small toy models that takes as many seeds as it needs. */
class DecideTest {

  private static final String YAML =
      """
      name: decided
      experiment: toy
      seeds: %d
      base: {n_features: 3, steps: 40, batch: 16}
      configs:
        - {label: base}
        - {label: often, feature_probability: 0.3}
        - {label: same, weight_decay: 1e-7}
        - {label: slow, lr: 0.0029}
      baseline: base
      decide: {metric: d_star, within: 5}
      """;

  @TempDir Path folder;

  private static Sweep sweep(int seeds) {
    return SweepFile.parse(YAML.replace("%d", String.valueOf(seeds)), "decided");
  }

  private JobResult run(int seeds, String out, String master) throws IOException {
    return SweepJob.of(sweep(seeds), folder.resolve(out)).engine("simd").master(master).run();
  }

  private TreeSet<String> cells(String out) throws IOException {
    TreeSet<String> cells = new TreeSet<>();
    try (Stream<TableRow> rows = Results.in(folder.resolve(out)).cells()) {
      rows.forEach(
          r -> cells.add(r.text("label") + " " + r.number("seed") + " " + r.number("d_star")));
    }
    return cells;
  }

  private List<DecisionRow> decisions(String out) throws IOException {
    try (Stream<DecisionRow> rows = Results.in(folder.resolve(out)).decisions()) {
      return rows.toList();
    }
  }

  @Test
  void theSeedsDependOnNothingButTheValues() throws IOException {
    run(16, "once", "local[2]");
    List<DecisionRow> decisions = decisions("once");
    assertEquals(3, decisions.size());
    assertEquals("narrow", decisions.get(1).decision(), decisions.get(1).toString());
    assertTrue(decisions.stream().anyMatch(row -> row.n() > 8), decisions.toString());
    assertTrue(cells("once").size() < 4 * 16);

    JobResult pilot = run(8, "later", "local[5]");
    assertEquals(4 * 8, pilot.training().done());
    Forecast forecast = Forecast.of(sweep(16), folder.resolve("later").toString()).orElseThrow();
    assertEquals(8, forecast.pilot());
    assertTrue(forecast.cells() >= 4 * 8 && forecast.cells() <= 4 * 16);
    JobResult result = run(16, "later", "local[1]");
    assertEquals(cells("once"), cells("later"));
    assertEquals(decisions, decisions("later"));
    assertTrue(result.findings().get(0).text().contains("often against base"));

    SweepJob.in(folder.resolve("later")).master("local[2]").aggregate();
    assertEquals(decisions, decisions("later"));
  }
}

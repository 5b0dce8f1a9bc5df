package dev.polysweep.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.job.Results;
import dev.polysweep.job.SweepJob;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.table.TableRow;
import dev.polysweep.table.row.ArrayRow;
import dev.polysweep.table.row.SummaryRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Example: the results of a sweep read as streams, without Spark. */
class ReadResultsExampleTest {

  private static final String SWEEP =
      """
      experiment: toy
      seeds: 3
      base: {n_hidden: 2, steps: 100, batch: 256, restarts: 1}
      grid: {n_features: [3, 5]}
      log_every: 50
      """;

  @TempDir static Path folder;

  @BeforeAll
  static void run() throws IOException {
    SweepJob.of(SweepFile.parse(SWEEP, "reading"), folder).master("local[2]").run();
  }

  @Test
  void cells() throws IOException {
    try (Stream<TableRow> cells = Results.in(folder).cells()) {
      Map<Double, Double> loss =
          cells
              .filter(cell -> cell.text("status").equals("ok"))
              .collect(
                  Collectors.groupingBy(
                      cell -> cell.number("n_features"),
                      Collectors.averagingDouble(cell -> cell.number("final_loss"))));
      assertEquals(2, loss.size());
      assertTrue(loss.get(3.0) < loss.get(5.0), loss.toString());
    }
  }

  @Test
  void epochs() throws IOException {
    try (Stream<TableRow> epochs = Results.in(folder).epochs()) {
      List<Double> first =
          epochs
              .filter(row -> row.text("label").equals("3") && row.number("seed") == 0)
              .map(row -> row.number("epoch"))
              .toList();
      assertEquals(List.of(1.0, 50.0, 100.0), first);
    }
  }

  @Test
  void summary() throws IOException {
    try (Stream<SummaryRow> summary = Results.in(folder).summary()) {
      SummaryRow row =
          summary
              .filter(r -> r.label().equals("5") && r.metric().equals("final_loss"))
              .findFirst()
              .orElseThrow();
      assertEquals(3, row.n());
      assertTrue(row.ci95Low() < row.mean() && row.mean() < row.ci95High());
    }
  }

  @Test
  void arrays() throws IOException {
    try (Stream<ArrayRow> arrays = Results.in(folder).arrays()) {
      ArrayRow w =
          arrays
              .filter(row -> row.name().equals("W") && row.label().equals("5"))
              .findFirst()
              .orElseThrow();
      assertEquals(2, w.rows());
      assertEquals(5, w.cols());
      assertEquals(10, w.data().length);
    }
  }
}

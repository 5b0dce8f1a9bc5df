package dev.polysweep.spark.run;

import static dev.polysweep.spark.SparkFixture.PACKS;
import static dev.polysweep.spark.SparkFixture.content;
import static dev.polysweep.spark.SparkFixture.good;
import static dev.polysweep.spark.SparkFixture.run;
import static dev.polysweep.spark.SparkFixture.store;
import static dev.polysweep.spark.SparkFixture.sweep;
import static dev.polysweep.spark.SparkFixture.tables;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.spark.SparkFixture;
import dev.polysweep.spark.store.FailedCells;
import dev.polysweep.spark.store.ResultReader;
import dev.polysweep.spark.store.ResultStore;
import dev.polysweep.sweep.Seeds;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.result.CellResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that throw, and crashes while failed cells are taken out: nothing is lost or doubled. */
class TaskFaultsTest {

  private final SparkSession spark = SparkFixture.spark();
  private final Sweep twelve =
      sweep(new Seeds.Range(0, 4), good("a", 1), good("b", 2), good("c", 4));
  @TempDir Path folder;

  /** Cells of seed 3 fail, the others go well. */
  private static final PackFunction FAILING =
      cells ->
          PACKS.run(cells).stream()
              .map(result -> result.cell().seed() == 3 ? failed(result) : result)
              .toList();

  private static CellResult failed(CellResult result) {
    return new CellResult(
        result.cell(),
        CellResult.Status.FAILED,
        "no luck",
        result.engine(),
        0,
        Map.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private List<List<String>> contents(Path results) throws IOException {
    ResultReader reader = new ResultReader(spark, store(results), tables(twelve));
    return List.of(
        content(reader.cells()),
        content(reader.epochs()),
        content(reader.arrays()),
        content(reader.events(tables(twelve).events("bangs"))));
  }

  private List<List<String>> undisturbed() throws IOException {
    Path out = folder.resolve("undisturbed");
    run(spark, store(out), twelve, 2, 2);
    return contents(out);
  }

  @Test
  void tasksThatThrowAfterTrainingAreTriedAgain() throws Exception {
    PackFunction unlucky =
        cells -> {
          List<CellResult> results = PACKS.run(cells);
          if (TaskContext.get().attemptNumber() < 2) {
            throw new IllegalStateException("try " + TaskContext.get().attemptNumber());
          }
          return results;
        };
    Path out = folder.resolve("out");
    SweepRunner runner = new SweepRunner(spark, store(out), tables(twelve), twelve, unlucky);
    SweepRunner.Outcome outcome = run(runner, spark, store(out), twelve, 2, 2);
    assertEquals(12, outcome.done(), "each cell is counted once");
    assertEquals(undisturbed(), contents(out));
  }

  @Test
  void aTaskThatAlwaysThrowsEndsTheRunAndTheNextOneMendsIt() throws Exception {
    PackFunction broken =
        cells -> {
          if (cells.get(0).seed() == 2) {
            throw new IllegalStateException("machine on fire");
          }
          return PACKS.run(cells);
        };
    Path out = folder.resolve("out");
    SweepRunner runner = new SweepRunner(spark, store(out), tables(twelve), twelve, broken);
    IOException e =
        assertThrows(IOException.class, () -> run(runner, spark, store(out), twelve, 3, 1));
    assertTrue(e.getMessage().contains("machine on fire"), e.getMessage());
    assertEquals(List.of(0, 1), store(out).completeWaves());
    assertEquals(6, run(spark, store(out), twelve, 3, 1).done());
    assertEquals(undisturbed(), contents(out));
  }

  @Test
  void failedCellsAreTakenOutAndNothingElse() throws Exception {
    Path out = folder.resolve("out");
    ResultStore store = store(out);
    SweepRunner runner = new SweepRunner(spark, store, tables(twelve), twelve, FAILING);
    run(runner, spark, store, twelve, 2, 2); // waves of 4 cells: the last with 1 good and 3 failed
    ResultReader reader = new ResultReader(spark, store, tables(twelve));
    List<String> before = rows(reader.cells().filter("status = 'ok'"));
    Path replaced = folder.resolve("replaced");
    copyWave(out, replaced, 2);

    assertEquals(3, new FailedCells(spark, store, twelve).forget());
    assertEquals(List.of(0, 1, 3), store.completeWaves());
    assertEquals(before, rows(reader.cells()), "times and all");
    assertEquals(9, reader.doneCells().size());
    assertEquals(0, new FailedCells(spark, store, twelve).forget());

    // A crash before the old wave could be removed: it does not count any more, and goes.
    copyWave(replaced, out, 2);
    assertEquals(List.of(0, 1, 3), store.completeWaves());
    assertEquals(List.of(), store.incompleteWaves(), "nothing of it is lost");
    assertEquals(before, rows(reader.cells()));
    assertEquals(3, run(spark, store, twelve, 2, 2).done());
    assertTrue(Files.notExists(out.resolve("cells/wave=000002")));
    assertEquals(undisturbed(), contents(out));
  }

  @Test
  void failedCellsThatTheSweepNoLongerHasStay() throws Exception {
    Path out = folder.resolve("out");
    ResultStore store = store(out);
    SweepRunner runner = new SweepRunner(spark, store, tables(twelve), twelve, FAILING);
    run(runner, spark, store, twelve, 12, 1);
    Sweep fewer = sweep(new Seeds.Range(0, 4), good("a", 1));
    assertEquals(1, new FailedCells(spark, store, fewer).forget());
    ResultReader reader = new ResultReader(spark, store, tables(twelve));
    assertEquals(11, reader.cells().count());
    assertEquals(2, reader.cells().filter("status = 'failed'").count());
  }

  private static List<String> rows(Dataset<Row> table) {
    return table.orderBy("cell_id").toJSON().collectAsList();
  }

  private static void copyWave(Path from, Path to, int wave) throws IOException {
    for (String table : List.of("arrays", "epochs", "bangs", "cells")) {
      Path source = from.resolve(table + "/wave=00000" + wave);
      Path target = to.resolve(table + "/wave=00000" + wave);
      Files.createDirectories(target);
      try (Stream<Path> files = Files.list(source)) {
        for (Path file : files.toList()) {
          Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}

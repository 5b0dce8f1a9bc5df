package dev.polysweep.spark.run;

import static dev.polysweep.spark.SparkFixture.configuration;
import static dev.polysweep.spark.SparkFixture.content;
import static dev.polysweep.spark.SparkFixture.good;
import static dev.polysweep.spark.SparkFixture.run;
import static dev.polysweep.spark.SparkFixture.store;
import static dev.polysweep.spark.SparkFixture.sweep;
import static dev.polysweep.spark.SparkFixture.tables;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.polysweep.engine.DeviceFailedException;
import dev.polysweep.spark.SparkFixture;
import dev.polysweep.spark.session.Sessions;
import dev.polysweep.spark.store.ResultReader;
import dev.polysweep.spark.store.ResultStore;
import dev.polysweep.spark.store.StoredCheckpoints;
import dev.polysweep.spark.store.StoredTables;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Seeds;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.table.TableRow;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.row.ArrayRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepRunnerTest {

  private final SparkSession spark = SparkFixture.spark();
  private final Sweep twelve =
      sweep(new Seeds.Range(0, 4), good("a", 1), good("b", 2), good("c", 4));
  @TempDir Path folder;

  @Test
  void everyPackIsOneTask() throws Exception {
    List<Integer> tasks = Collections.synchronizedList(new ArrayList<>());
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onStageCompleted(SparkListenerStageCompleted stage) {
            tasks.add(stage.stageInfo().numTasks());
          }
        };
    spark.sparkContext().addSparkListener(listener);
    run(spark, store(folder), twelve, 2, 6);
    spark.sparkContext().listenerBus().waitUntilEmpty(10_000);
    spark.sparkContext().removeSparkListener(listener);
    assertEquals(6, tasks.get(0), "stage that trains; all stages: " + tasks);
  }

  @Test
  void tablesHoldWhatCellsLeft() throws Exception {
    List<Progress> seen = Collections.synchronizedList(new ArrayList<>());
    ResultStore store = store(folder);
    SweepRunner runner =
        new SweepRunner(spark, store, tables(twelve), twelve, SparkFixture.PACKS)
            .withProgress(seen::add);
    SweepRunner.Outcome outcome = run(runner, spark, store, twelve, 5, 2);
    assertEquals(12, outcome.done());
    assertEquals(0, outcome.failed() + outcome.diverged());
    assertEquals(List.of(), outcome.errors());
    assertTrue(outcome.trainingSeconds() > 0 && outcome.commitSeconds() > 0);
    ResultReader reader = new ResultReader(spark, store, tables(twelve));
    Row b3 = reader.cells().filter("label = 'b' AND seed = 3").first();
    assertEquals(7.0, b3.<Double>getAs("score"));
    assertEquals(2.0, b3.<Double>getAs("nested_level"));
    assertEquals("ok", b3.getAs("status"));
    assertEquals("none", b3.getAs("engine"));
    assertTrue(b3.isNullAt(b3.fieldIndex("parity")), "undefined is null");
    assertEquals(36, reader.epochs().count(), "epochs 1, 10 and 20");
    Row epoch = reader.epochs().filter("label = 'c' AND seed = 2 AND epoch = 10").first();
    assertEquals(2.4, epoch.<Double>getAs("loss"), 1e-12);
    assertEquals(100.0, epoch.<Double>getAs("tenfold"));
    try (Stream<TableRow> arrays =
        new StoredTables(folder.toString()).waves(ArrayRow.SCHEMA, b3.<String>getAs("cell_id"))) {
      TableRow grid = arrays.reduce((one, other) -> fail("more than one matrix")).orElseThrow();
      assertEquals("cosine", grid.text("name"));
      assertEquals(2, grid.number("rows"));
      assertArrayEquals(new float[] {3, 1, 2, 3, 4, 2}, (float[]) grid.values().get("data"));
    }
    spark.sparkContext().listenerBus().waitUntilEmpty(10_000);
    assertEquals(12, seen.get(seen.size() - 1).done());
    assertEquals(0.0, seen.get(seen.size() - 1).secondsLeft());
    assertFalse(Files.exists(folder.resolve("_staging")));
  }

  @Test
  void rowsLieInTheOrderOfTheSweepOneFileAWave() throws Exception {
    ResultStore store = store(folder);
    run(spark, store, twelve, 1, 12);
    List<Path> files = parquet("cells");
    assertEquals(1, files.size());
    List<String> ids =
        spark
            .read()
            .parquet(files.get(0).toString())
            .select("cell_id")
            .as(org.apache.spark.sql.Encoders.STRING())
            .collectAsList();
    List<String> expected = new ArrayList<>();
    for (long i = 0; i < twelve.size(); i++) {
      expected.add(twelve.cell(i).id());
    }
    assertEquals(expected, ids);
  }

  @Test
  void packsAndWavesDoNotMatter() throws Exception {
    ResultStore one = store(folder.resolve("one"));
    ResultStore many = store(folder.resolve("many"));
    run(spark, one, twelve, 12, 1);
    run(spark, many, twelve, 1, 5);
    ResultReader a = new ResultReader(spark, one, tables(twelve));
    ResultReader b = new ResultReader(spark, many, tables(twelve));
    assertEquals(List.of(0, 1, 2), many.completeWaves());
    assertEquals(content(a.cells()), content(b.cells()));
    assertEquals(content(a.epochs()), content(b.epochs()));
    assertEquals(content(a.arrays()), content(b.arrays()));
    TableSchema bangs = tables(twelve).events("bangs");
    assertEquals(9, a.events(bangs).count(), "seeds 1 and 2 of each label have one and two");
    assertEquals(content(a.events(bangs)), content(b.events(bangs)));
  }

  @Test
  void oneCoreOrTwo() throws Exception {
    ResultStore two = store(folder.resolve("two"));
    run(spark, two, twelve, 2, 6);
    ResultReader a = new ResultReader(spark, two, tables(twelve));
    List<List<String>> expected =
        List.of(content(a.cells()), content(a.epochs()), content(a.arrays()));
    spark.stop();
    try (SparkSession single = Sessions.open("tests", "local[1]")) {
      assertEquals(1, single.sparkContext().defaultParallelism());
      ResultStore one = store(folder.resolve("one"));
      run(single, one, twelve, 2, 6);
      ResultReader b = new ResultReader(single, one, tables(twelve));
      assertEquals(expected, List.of(content(b.cells()), content(b.epochs()), content(b.arrays())));
    }
  }

  @Test
  void runningAgainKeepsWhatIsThere() throws Exception {
    ResultStore store = store(folder);
    run(spark, store, twelve, 3, 1);
    Map<Path, Object> before = filesWithTimes();
    assertEquals(0, run(spark, store, twelve, 3, 1).done());
    assertEquals(before, filesWithTimes());
    Sweep more =
        sweep(new Seeds.Range(0, 5), good("a", 1), good("b", 2), good("c", 4), good("d", 8));
    assertEquals(8, run(spark, store, more, 3, 2).done());
    Map<Path, Object> after = filesWithTimes();
    after.keySet().retainAll(before.keySet());
    assertEquals(before, after);
    ResultReader reader = new ResultReader(spark, store, tables(more));
    assertEquals(20, reader.cells().select("cell_id").distinct().count());
    assertEquals(20, reader.cells().count());
    assertEquals(20, reader.doneCells().size());
  }

  @Test
  void leftoversOfUnfinishedAndDamagedWavesAreReplaced() throws Exception {
    ResultStore store = store(folder);
    run(spark, store, twelve, 3, 1);
    List<String> expected = content(new ResultReader(spark, store, tables(twelve)).cells());
    List<String> arrays = content(new ResultReader(spark, store, tables(twelve)).arrays());
    Files.delete(folder.resolve("cells/wave=000001/_SUCCESS"));
    Path damaged =
        parquet("arrays").stream()
            .filter(p -> p.toString().contains("wave=000002"))
            .findFirst()
            .orElseThrow();
    Files.write(damaged, new byte[] {1, 2, 3});
    Files.createDirectories(folder.resolve("epochs/wave=000009"));
    Files.createDirectories(folder.resolve("_staging/wave=000007/nested"));
    assertEquals(List.of(0, 3), store.completeWaves());
    assertEquals(3, store.incompleteWaves().size());
    assertTrue(store.incompleteWaves().get(1).contains("has 3 of"), store.incompleteWaves().get(1));
    assertEquals(
        6,
        new ResultReader(spark, store, tables(twelve)).cells().count(),
        "only complete waves are read");
    assertEquals(6, run(spark, store, twelve, 3, 1).done());
    assertEquals(expected, content(new ResultReader(spark, store, tables(twelve)).cells()));
    assertEquals(arrays, content(new ResultReader(spark, store, tables(twelve)).arrays()));
    assertFalse(Files.exists(folder.resolve("epochs/wave=000009")));
  }

  @Test
  void aCellThatThrowsOrDivergesIsARow() throws Exception {
    Sweep mixed =
        sweep(
            new Seeds.Range(0, 4),
            good("good", 1),
            configuration("bad", 1, "throws", 2),
            configuration("wild", 1, "diverges", 3));
    ResultStore store = store(folder);
    SweepRunner.Outcome outcome = run(spark, store, mixed, 4, 3);
    assertEquals(12, outcome.done());
    assertEquals(2, outcome.failed());
    assertEquals(1, outcome.diverged());
    assertEquals(
        List.of("bad, seed 2", "bad, seed 3"),
        outcome.errors().stream().map(line -> line.split(": ")[0]).toList(),
        "in the order of seeds, whichever task ended first");
    ResultReader reader = new ResultReader(spark, store, tables(mixed));
    assertEquals(
        List.of("diverged", "failed", "failed"),
        reader.cells().filter("status <> 'ok'").collectAsList().stream()
            .map(row -> row.<String>getAs("status"))
            .sorted()
            .toList());
    Row failed = reader.cells().filter("label = 'bad' AND seed = 3").first();
    assertTrue(failed.<String>getAs("error").contains("not to my taste"));
    assertTrue(failed.isNullAt(failed.fieldIndex("score")));
    assertEquals(0, reader.epochs().filter("label = 'bad' AND seed = 3").count());
  }

  @Test
  void aWaveOfFailuresOnlyIsAWave() throws Exception {
    Sweep failing = sweep(new Seeds.Range(0, 3), configuration("bad", 1, "throws", 0));
    ResultStore store = store(folder);
    run(spark, store, failing, 1, 3);
    assertEquals(List.of(0), store.completeWaves());
    assertEquals(0, new ResultReader(spark, store, tables(failing)).epochs().count());
    assertEquals(
        0, run(spark, store, failing, 1, 3).done(), "failed cells are not run again unasked");
  }

  @Test
  void maxFailuresStopsAndDropsTheWaveInFlight() throws Exception {
    Sweep failing = sweep(new Seeds.Range(0, 40), configuration("bad", 1, "throws", 5));
    ResultStore store = store(folder);
    SweepRunner runner =
        new SweepRunner(spark, store, tables(failing), failing, SparkFixture.PACKS)
            .withMaxFailures(3);
    TooManyFailuresException stop =
        assertThrows(
            TooManyFailuresException.class, () -> run(runner, spark, store, failing, 1, 4));
    assertTrue(stop.getMessage().contains("bad, seed "), stop.getMessage());
    assertEquals(
        List.of(0), store.completeWaves(), "seeds 0 to 3; the wave with seeds 4 to 7 is dropped");
    assertFalse(Files.exists(folder.resolve("_staging")));
  }

  @Test
  void cancelDropsTheWaveInFlight() throws Exception {
    Sweep hundred = sweep(new Seeds.Range(0, 100), good("slow", 1));
    ResultStore store = store(folder);
    PackFunction slow =
        cells -> {
          try {
            Thread.sleep(cells.get(0).seed() < 4 ? 0 : 50);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return SparkFixture.PACKS.run(cells);
        };
    SweepRunner[] runner = new SweepRunner[1];
    runner[0] =
        new SweepRunner(spark, store, tables(hundred), hundred, slow)
            .withProgress(
                progress -> {
                  if (progress.done() >= 6) {
                    runner[0].cancel();
                  }
                });
    assertThrows(
        CancellationException.class,
        () ->
            runner[0].run(
                SparkFixture.waves(java.util.stream.LongStream.range(0, 100).toArray(), 1, 4),
                100));
    assertTrue(store.completeWaves().size() < 4, store.completeWaves().toString());
    assertEquals(List.of(), store.incompleteWaves());
  }

  @Test
  void anEngineThatCannotRunBreaksTheRunWithItsOwnWords() throws Exception {
    PackFunction broken =
        cells -> {
          throw new dev.polysweep.engine.EngineUnavailableException(
              "engine 'x' cannot run here: no GPU");
        };
    AtomicInteger told = new AtomicInteger();
    SweepRunner runner =
        new SweepRunner(spark, store(folder), tables(twelve), twelve, broken)
            .withProgress(p -> told.addAndGet((int) (p.done() + p.failed())));
    dev.polysweep.engine.EngineUnavailableException e =
        assertThrows(
            dev.polysweep.engine.EngineUnavailableException.class,
            () -> run(runner, spark, store(folder), twelve, 6, 2));
    assertEquals("engine 'x' cannot run here: no GPU", e.getMessage());
    assertEquals(0, told.get());
  }

  @Test
  void aNewlySweptSettingOfOlderRowsComesFromTheirConfiguration() throws Exception {
    ResultStore store = store(folder);
    Sweep before =
        new Sweep(
            "test",
            "fake",
            List.of(
                new dev.polysweep.sweep.Configuration(
                    "a", good("a", 1).settings(), Map.of(), good("a", 1).json())),
            new Seeds.Range(0, 2),
            null,
            10);
    run(spark, store, before, 1, 2);
    run(spark, store, twelve, 3, 4);
    List<Row> a =
        new ResultReader(spark, store, tables(twelve))
            .cells()
            .filter("label = 'a'")
            .collectAsList();
    assertEquals(4, a.size());
    a.forEach(row -> assertEquals(1.0, row.<Double>getAs("nested_level")));
  }

  @Test
  void oddFolderNamesAreNamesNotPatterns() throws Exception {
    Path odd = folder.resolve("50% a,b [x]{y} *?#ü");
    Sweep two = sweep(new Seeds.Range(0, 2), good("a", 1));
    ResultStore store = store(odd);
    run(spark, store, two, 1, 2);
    assertTrue(Files.exists(odd.resolve("cells/wave=000000/_SUCCESS")), "exactly there");
    assertEquals(2, new ResultReader(spark, store, tables(two)).cells().count());
    ResultStore byUri =
        new ResultStore(odd.toUri().toString(), spark.sparkContext().hadoopConfiguration());
    assertEquals(List.of(0), byUri.completeWaves());
  }

  @Test
  void tenThousandCellsDoNotComeToTheDriver() throws Exception {
    Sweep large = sweep(new Seeds.Range(0, 5_000), good("a", 1), good("b", 2));
    ResultStore store = store(folder);
    long start = System.nanoTime();
    assertEquals(10_000, run(spark, store, large, 100, 50).done());
    assertTrue(System.nanoTime() - start < 60e9, "seconds: " + (System.nanoTime() - start) / 1e9);
    assertEquals(10_000, new ResultReader(spark, store, tables(large)).doneCells().size());
  }

  private List<Path> parquet(String table) throws IOException {
    try (Stream<Path> walk = Files.walk(folder.resolve(table))) {
      return walk.filter(p -> p.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private Map<Path, Object> filesWithTimes() throws IOException {
    Map<Path, Object> times = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.filter(Files::isRegularFile).toList()) {
        times.put(path, Files.getLastModifiedTime(path));
      }
    }
    return times;
  }

  /**
   * What cells keep of their state is there for the next attempt, and gone when they are complete.
   */
  @Test
  void checkpointsOutliveAFailureAndEndWithTheWave() throws Exception {
    ResultStore store = store(folder);
    StoredCheckpoints kept =
        new StoredCheckpoints(
            store.checkpoints().toUri().toString(),
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()),
            "1",
            0);
    PackFunction lost =
        cells -> {
          for (Cell cell : cells) {
            try {
              kept.apply(cell).save(cell.id());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
          throw new DeviceFailedException("the executor is lost");
        };
    SweepRunner failing = new SweepRunner(spark, store, tables(twelve), twelve, lost);
    assertThrows(Exception.class, () -> run(failing, spark, store, twelve, 6, 2));
    PackFunction found =
        cells -> {
          cells.forEach(c -> assertEquals(Optional.of(c.id()), kept.apply(c).load()));
          return SparkFixture.PACKS.run(cells);
        };
    SweepRunner going = new SweepRunner(spark, store, tables(twelve), twelve, found);
    assertEquals(12, run(going, spark, store, twelve, 6, 2).done());
    assertFalse(store.has("_checkpoints"));
  }
}

package dev.polysweep.job.source;

import static dev.polysweep.spark.SparkFixture.configuration;
import static dev.polysweep.spark.SparkFixture.good;
import static dev.polysweep.spark.SparkFixture.run;
import static dev.polysweep.spark.SparkFixture.store;
import static dev.polysweep.spark.SparkFixture.sweep;
import static dev.polysweep.spark.SparkFixture.tables;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.spark.SparkFixture;
import dev.polysweep.spark.store.ResultStore;
import dev.polysweep.spark.store.StoredTables;
import dev.polysweep.sweep.Seeds;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.table.ArrayKey;
import dev.polysweep.table.CellValues;
import dev.polysweep.table.RunTable;
import dev.polysweep.table.SeedCurve;
import dev.polysweep.table.row.ArrayRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cells are written by Spark and read without it. */
class SweepCellsTest {

  private final SparkSession spark = SparkFixture.spark();
  @TempDir Path folder;

  private SweepCells cells(Sweep sweep) throws IOException {
    return new SweepCells(new StoredTables(folder.toString()), tables(sweep), sweep);
  }

  /** A label is a name: cells are found by what they are, whatever the run that made them said. */
  @Test
  void renamedAndReorderedConfigurationsKeepTheirCells() throws Exception {
    Sweep before = sweep(new Seeds.Range(0, 4), good("a", 1), good("b", 2), good("gone", 5));
    run(spark, store(folder), before, 12, 1);
    // a is called x; b is called a, as another was; a third is not there any more.
    Sweep after = sweep(new Seeds.Range(0, 4), good("a", 2), good("x", 1));
    SweepCells reader = cells(after);
    assertEquals(
        List.of("a", "a", "a", "a", "x", "x", "x", "x"),
        reader.values(List.of("score")).stream().map(CellValues::label).toList());
    assertEquals(
        List.of("a3"),
        new SweepMatrices(reader)
            .of(List.of(new ArrayKey("a", 3, "cosine"))).stream()
                .map(array -> array.label() + array.seed())
                .toList());
  }

  /** Failed cells of a configuration that the sweep no longer has are not the sweep's. */
  @Test
  void countsAreOfTheSweepsCells() throws Exception {
    Sweep before =
        sweep(new Seeds.Range(0, 4), good("good", 1), configuration("bad", 1, "throws", 2));
    run(spark, store(folder), before, 8, 1);
    assertEquals(Map.of("ok", 6L, "failed", 2L), cells(before).counts());
    assertEquals(List.of("none"), cells(before).engines());
    assertEquals(6, cells(before).values(List.of("score")).size(), "of cells that ended well");
    Sweep after = sweep(new Seeds.Range(0, 3), good("good", 1));
    assertEquals(Map.of("ok", 3L), cells(after).counts());
  }

  @Test
  void singleCellsAndTheirMatricesInTheOrderOfTheSweep() throws Exception {
    Sweep two = sweep(new Seeds.Listed(List.of(3L, 0L)), good("b", 2), good("a", 1));
    ResultStore store = store(folder);
    run(spark, store, two, 3, 1);
    SweepCells reader = cells(two);
    SweepMatrices matrices = new SweepMatrices(reader);
    List<CellValues> cells = reader.values(List.of("parity", "score"));
    assertEquals(
        List.of("b0", "b3", "a0", "a3"), cells.stream().map(c -> c.label() + c.seed()).toList());
    assertEquals(Map.of("score", 7.0), cells.get(1).metrics(), "parity of 3 is undefined");
    assertTrue(Double.isNaN(cells.get(1).metric("parity")));
    List<ArrayRow> arrays = matrices.small("cosine", 6);
    assertEquals(
        List.of("b0", "b3", "a0", "a3"), arrays.stream().map(a -> a.label() + a.seed()).toList());
    assertArrayEquals(new float[] {3, 1, 2, 3, 4, 1}, arrays.get(3).data());
    assertEquals(List.of(), matrices.small("cosine", 5), "too large");
    List<ArrayKey> keys =
        List.of(
            new ArrayKey("a", 3, "cosine"),
            new ArrayKey("b", 0, "cosine"),
            new ArrayKey("b", 0, "none"),
            new ArrayKey("gone", 3, "cosine"));
    assertEquals(
        List.of("b0", "a3"), matrices.of(keys).stream().map(a -> a.label() + a.seed()).toList());
    assertEquals(List.of(), matrices.of(List.of()));
    List<SeedCurve> curves = SeedCurves.of(reader, List.of("loss"));
    assertEquals(
        List.of("b0", "b3", "a0", "a3"), curves.stream().map(c -> c.label() + c.seed()).toList());
    assertArrayEquals(new int[] {1, 10, 20}, curves.get(1).epochs());
    assertEquals(0.1 + 3, curves.get(1).values()[2], 1e-12);
  }

  /** All runs, whatever became of them; of too many the same number of each label. */
  @Test
  void runsAndTheirSample() throws Exception {
    Sweep sweep =
        sweep(
            new Seeds.Range(0, 6), good("b", 2), good("a", 1), configuration("c", 1, "throws", 3));
    ResultStore store = store(folder);
    run(spark, store, sweep, 18, 1);
    SweepCells reader = cells(sweep);
    RunTable all = reader.runs(List.of("score", "parity"), 18);
    assertEquals(18, all.rows().size());
    assertFalse(all.sampled());
    assertEquals(
        List.of("b0", "b1", "b2", "b3", "b4", "b5", "a0"),
        all.rows().stream().limit(7).map(r -> r.label() + r.seed()).toList());
    assertEquals(5.0, all.rows().get(2).values()[0], "score of b at seed 2");
    assertTrue(Double.isNaN(all.rows().get(1).values()[1]), "parity of 1 is undefined");
    assertEquals(3, all.rows().stream().filter(r -> r.status().equals("failed")).count());
    RunTable sample = reader.runs(List.of("score"), 8);
    assertTrue(sample.sampled());
    assertEquals(18, sample.total());
    Map<String, Long> counts =
        sample.rows().stream()
            .collect(Collectors.groupingBy(RunTable.Run::label, Collectors.counting()));
    assertEquals(List.of(2L, 3L, 3L), counts.values().stream().sorted().toList());
    assertEquals(
        sample.rows().stream().map(RunTable.Run::cellId).toList(),
        reader.runs(List.of("score"), 8).rows().stream().map(RunTable.Run::cellId).toList());
  }
}

package dev.polysweep.spark.aggregate;

import static dev.polysweep.spark.SparkFixture.configuration;
import static dev.polysweep.spark.SparkFixture.good;
import static dev.polysweep.spark.SparkFixture.run;
import static dev.polysweep.spark.SparkFixture.store;
import static dev.polysweep.spark.SparkFixture.sweep;
import static dev.polysweep.spark.SparkFixture.tables;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.spark.FakeExperiment;
import dev.polysweep.spark.SparkFixture;
import dev.polysweep.spark.store.ResultStore;
import dev.polysweep.spark.store.SparkRows;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Seeds;
import dev.polysweep.sweep.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AggregatorTest {

  /** t(0.975, 3), from tables. */
  private static final double T3 = 3.182446305284263;

  private final SparkSession spark = SparkFixture.spark();
  @TempDir Path folder;

  private void aggregated(ResultStore store, Sweep sweep) throws IOException {
    Map<String, List<NullTest>> nulls = new TreeMap<>();
    sweep
        .configurations()
        .forEach(c -> nulls.put(c.label(), List.of(new NullTest("score", "isotropic", 1000))));
    Aggregator aggregator = new Aggregator(spark, store, tables(sweep), sweep, nulls);
    aggregator.run();
  }

  private Dataset<Row> table(String name) {
    return spark.read().parquet(folder.resolve(name).toString());
  }

  private static double value(Row row, String column) {
    return row.<Double>getAs(column);
  }

  @Test
  void handComputedValues() throws Exception {
    // Scores: a 1, 2, 3, 4; b 1, 3, 5, 7, so b − a = 0, 1, 2, 3.
    Sweep two = sweep(new Seeds.Range(0, 4), good("b", 2), good("a", 1));
    Sweep againstA = new Sweep("test", "fake", two.configurations(), two.seeds(), "a", 10);
    ResultStore store = store(folder);
    run(spark, store, againstA, 3, 1);
    aggregated(store, againstA);

    Row summary = table("summary").filter("label = 'b' AND metric = 'score'").first();
    double sd = Math.sqrt(20 / 3.0);
    assertEquals(4L, summary.<Long>getAs("n"));
    assertEquals(4.0, value(summary, "mean"), 1e-12);
    assertEquals(sd, value(summary, "sd"), 1e-12);
    assertEquals(4 - T3 * sd / 2, value(summary, "ci95_low"), 1e-9);
    assertEquals(4.0, value(summary, "median"));
    assertEquals("b", table("summary").first().getString(0), "in the order of the sweep");
    Row parity = table("summary").filter("label = 'a' AND metric = 'parity'").first();
    assertEquals(2L, parity.<Long>getAs("n"), "missing values are skipped");

    Row contrast = table("contrasts").filter("metric = 'score'").first();
    double sdOfDifferences = Math.sqrt(5 / 3.0);
    assertEquals("b", contrast.getAs("label"));
    assertEquals("a", contrast.getAs("baseline"));
    assertEquals(1.5, value(contrast, "delta"), 1e-12);
    assertEquals(60.0, value(contrast, "delta_pct"), 1e-9);
    assertEquals(1.5 / (sdOfDifferences / 2), value(contrast, "t"), 1e-9);
    assertEquals(
        value(contrast, "p"), value(contrast, "p_holm"), "a single label needs no adjustment");
    assertEquals(0, table("contrasts").filter("label = 'a'").count());

    Row nulls = table("nulls").filter("label = 'a'").first();
    assertEquals("isotropic", nulls.getAs("method"));
    assertEquals(1000L, nulls.<Long>getAs("draws"));
    assertEquals(1.0, value(nulls, "mean_z"), 1e-12, "z of 1, 2, 3, 4 is −2, 0, 2, 4");
    // Four p of 0.25: Φ(4·Φ⁻¹(0.25)/2) = Φ(−1.34898)
    assertEquals(0.08867, value(nulls, "p_less"), 1e-5);
    assertEquals(1 - 0.08867, value(nulls, "p_more"), 1e-5);

    Row curve = table("curves").filter("label = 'b' AND epoch = 20 AND metric = 'loss'").first();
    assertEquals("fit", curve.getAs("phase"));
    assertEquals(0.1 + 1.5, value(curve, "mean"), 1e-12);
    assertEquals(2 * 3 * 2, table("curves").count(), "labels × epochs × metrics");
    assertEquals(
        0, table("effects").count(), "two configurations are no factorial of two settings");

    List<Row> overlaps = table("cosines").collectAsList();
    assertEquals(List.of("b", "a"), labels("cosines"));
    Row overlap = overlaps.get(0);
    assertEquals(4L, overlap.<Long>getAs("n"));
    // Right of the diagonal of the matrix [2, 3] of seed s are 1, 2 and the level 2, all in the
    // last bin.
    assertEquals(5 / 3.0, value(overlap, "mean"), 1e-12);
    List<Float> shares = overlap.getList(overlap.fieldIndex("shares"));
    assertEquals(1f, shares.get(39));
    assertEquals(0f, shares.get(38));
    assertEquals(List.of(1f, 1f, 2f, 3f, 4f, 2f), overlap.getList(overlap.fieldIndex("cosine")));
    assertEquals(1L, overlap.<Long>getAs("typical_seed"), "the lower median of 0, 1, 2 and 3");
    assertEquals(0, overlap.<Integer>getAs("dimensions"), "no cell left its directions");
    assertFalse(Files.exists(folder.resolve("_staging")));
  }

  /** A label is a name: cells are found by what they are, whatever the run that made them said. */
  @Test
  void renamedAndReorderedConfigurationsKeepTheirCells() throws Exception {
    Sweep before = sweep(new Seeds.Range(0, 4), good("a", 1), good("b", 2), good("gone", 5));
    ResultStore store = store(folder);
    run(spark, store, before, 12, 1);
    // a is called x; b is called a, as another was; a third is not there any more.
    Sweep after = sweep(new Seeds.Range(0, 4), good("a", 2), good("x", 1));
    assertEquals(0, run(spark, store, after, 12, 1).done(), "nothing is trained again");
    aggregated(store, after);
    assertEquals(4.0, value(summary("a"), "mean"), 1e-12, "scores 1, 3, 5, 7");
    assertEquals(2.5, value(summary("x"), "mean"), 1e-12, "scores 1, 2, 3, 4");
    assertEquals(0, table("summary").filter("label IN ('b', 'gone')").count());
    assertEquals(4, table("contrasts").filter("label = 'x'").first().<Long>getAs("n"));
    assertEquals(
        4L, table("curves").filter("label = 'x' AND metric = 'loss'").first().<Long>getAs("n"));
    assertEquals(List.of("a", "x"), labels("cosines"));
  }

  private List<String> labels(String table) {
    return table(table).select("label").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private Row summary(String label) {
    return table("summary").filter("metric = 'score' AND label = '" + label + "'").first();
  }

  @Test
  void sameBitsWhateverThePartitioning() throws Exception {
    Sweep sweep =
        sweep(
            new Seeds.Listed(List.of(9L, 2L, 7L, 4L, 1L)),
            good("a", 0.1),
            good("b", 1 / 3.0),
            good("c", 0.7));
    ResultStore one = store(folder.resolve("one"));
    ResultStore many = store(folder.resolve("many"));
    run(spark, one, sweep, 15, 1);
    run(spark, many, sweep, 1, 6);
    aggregated(one, sweep);
    aggregated(many, sweep);
    for (var schema : Aggregator.TABLES) {
      assertEquals(
          table("one/" + schema.name()).toJSON().collectAsList(),
          table("many/" + schema.name()).toJSON().collectAsList(),
          schema.name());
    }
    assertTrue(table("one/summary").count() > 0);
  }

  @Test
  void onlyGoodCellsOfTheSweepAtHandCount() throws Exception {
    Configuration wild = configuration("wild", 1, "diverges", 2);
    Configuration bad = configuration("bad", 1, "throws", 0);
    Sweep large = sweep(new Seeds.Range(0, 6), good("a", 1), wild, bad, good("gone", 5));
    ResultStore store = store(folder);
    run(spark, store, large, 4, 6);
    aggregated(store, large);
    assertEquals(
        2L,
        table("summary").filter("label = 'wild' AND metric = 'score'").first().<Long>getAs("n"));
    assertEquals(0, table("summary").filter("label = 'bad'").count(), "no values, no row");
    assertEquals(
        2L,
        table("curves")
            .filter("label = 'wild' AND metric = 'loss' AND epoch = 1")
            .first()
            .<Long>getAs("n"));
    assertEquals(
        2L,
        table("contrasts").filter("label = 'wild' AND metric = 'score'").first().<Long>getAs("n"));

    Sweep small = sweep(new Seeds.Range(1, 3), good("a", 1), wild, bad);
    aggregated(store, small);
    assertEquals(0, table("summary").filter("label = 'gone'").count());
    Row a = table("summary").filter("label = 'a' AND metric = 'score'").first();
    assertEquals(3L, a.<Long>getAs("n"));
    assertEquals(3.0, value(a, "mean"), 1e-12, "scores 2, 3, 4");
  }

  @Test
  void nothingToAggregateGivesEmptyTables() throws Exception {
    Sweep failing = sweep(new Seeds.Range(0, 2), configuration("bad", 1, "throws", 0));
    ResultStore store = store(folder);
    run(spark, store, failing, 2, 1);
    aggregated(store, failing);
    for (var schema : Aggregator.TABLES) {
      assertEquals(0, table(schema.name()).count(), schema.name());
      assertEquals(
          SparkRows.schema(schema).fieldNames().length, table(schema.name()).columns().length);
    }
    aggregated(store(folder.resolve("never")), failing);
  }

  /** Two settings of two values: score = level·seed + 1, level 1 and 3 with p, 5 and 8 with q. */
  private void factorial() throws IOException {
    List<Configuration> runs = new ArrayList<>();
    for (String first : List.of("p", "q")) {
      for (String second : List.of("x", "y")) {
        boolean q = first.equals("q");
        boolean y = second.equals("y");
        Configuration c =
            good(first + "_" + second, 1 + (y ? 2 : 0) + (q ? 4 : 0) + (y && q ? 1 : 0));
        runs.add(
            new Configuration(
                c.label(),
                c.settings(),
                new TreeMap<>(Map.of("first", first, "second", second)),
                c.json()));
      }
    }
    Sweep factorial = new Sweep("test", "fake", runs, new Seeds.Range(1, 3), "p_x", 10);
    ResultStore store = store(folder);
    SparkFixture.run(spark, store, factorial, 12, 1);
    aggregated(store, factorial);
  }

  @Test
  void effectsOfAFullFactorial() throws Exception {
    factorial();
    // Seeds 1, 2, 3 have the mean 2, so effects are twice those on the level.
    Map<String, Double> expected = Map.of("first", 9.0, "second", 5.0, "first:second", 1.0);
    List<Row> effects = table("effects").filter("metric = 'score'").collectAsList();
    assertEquals(3, effects.size());
    for (Row effect : effects) {
      assertEquals(
          expected.get(effect.<String>getAs("effect")),
          value(effect, "delta"),
          1e-12,
          effect.toString());
      assertEquals(3L, effect.<Long>getAs("n"));
      assertTrue(value(effect, "p_holm") >= value(effect, "p"));
    }
    Row interaction =
        effects.stream()
            .filter(e -> e.getAs("effect").equals("first:second"))
            .findFirst()
            .orElseThrow();
    assertEquals("p:x", interaction.getAs("level_low"));
    assertEquals("q:y", interaction.getAs("level_high"));
  }

  /**
   * Centred levels have the sum of squares 20.25 from the first setting, 6.25 from the second and
   * 0.25 from both, and the score follows the level at every seed, so shares are in this ratio.
   */
  @Test
  void sharesOfVariance() throws Exception {
    factorial();
    Map<String, Double> shares = new TreeMap<>();
    table("shares")
        .filter("metric = 'score'")
        .collectAsList()
        .forEach(row -> shares.put(row.getAs("source"), value(row, "share")));
    assertEquals(20.25 / 6.25, shares.get("first") / shares.get("second"), 1e-9);
    assertEquals(20.25 / 0.25, shares.get("first") / shares.get("first:second"), 1e-9);
    assertEquals(1, shares.values().stream().mapToDouble(x -> x).sum(), 1e-9);
    Row first = table("shares").filter("metric = 'score' AND source = 'first'").first();
    assertEquals(4L, first.<Long>getAs("configurations"));
    assertEquals(3L, first.<Long>getAs("seeds"));
    assertEquals(0L, first.<Long>getAs("filled"));
    assertTrue(first.<Boolean>getAs("grid"));
  }

  @Test
  void levelsOfEachSetting() throws Exception {
    factorial();
    Dataset<Row> levels = table("levels").filter("metric = 'score'");
    assertEquals(4, levels.count());
    Row q = levels.filter("setting = 'first' AND level = 'q'").first();
    assertEquals(2L, q.<Long>getAs("configurations"));
    assertEquals(3L, q.<Long>getAs("n"));
    assertEquals(14.0, value(q, "mean"), 1e-12, "level 6.5 on average, seeds 1, 2, 3");
    assertEquals("p", q.getAs("reference"));
    // Differences at the seeds: 4.5, 9 and 13.5. t(0.975, 2) = 4.302653.
    assertEquals(9.0, value(q, "delta"), 1e-12);
    assertEquals(9 - 4.302653 * 4.5 / Math.sqrt(3), value(q, "delta_ci95_low"), 1e-5);
    // Of t = 2√3 with two degrees of freedom, p = 1 − t/√(2 + t²).
    assertEquals(1 - Math.sqrt(12 / 14.0), value(q, "p"), 1e-9);
    assertEquals(2 * value(q, "p"), value(q, "p_holm"), 1e-9, "two comparisons, both with this p");
    assertTrue(levels.filter("setting = 'second' AND level = 'x'").first().isNullAt(9));
  }

  @Test
  void rivalsOfTheBest() throws Exception {
    factorial();
    Dataset<Row> rivals = table("rivals").filter("metric = 'score'");
    assertEquals(4, rivals.count());
    assertEquals(4, rivals.filter("best = 'p_x'").count(), "the lowest is best");
    Row next = rivals.filter("label = 'p_y'").first();
    assertEquals(7.0, value(next, "mean"), 1e-12);
    assertEquals(4.0, value(next, "delta"), 1e-12);
    double p = (1 - Math.sqrt(12 / 14.0)) / 2;
    assertEquals(p, value(next, "p"), 1e-9, "one-sided, as in levelsOfEachSetting");
    assertEquals(3 * p, value(next, "p_adjusted"), 1e-9);
    assertTrue(next.<Boolean>getAs("may_be_best"), "three seeds tell nothing at 0.05");
    assertEquals(0, table("rivals").filter("metric = 'parity'").count(), "neither is better");
  }

  @Test
  void eventsAreAveragedOverASeedFirst() throws Exception {
    // Events: seed 1 one loud at 5, seed 2 a loud at 5 and a soft at 10; likewise 4 and 5.
    Sweep two = sweep(new Seeds.Range(0, 6), good("b", 2), good("a", 1));
    ResultStore store = store(folder);
    run(spark, store, two, 5, 1);
    new Aggregator(spark, store, tables(two), two, Map.of())
        .withEvents(new FakeExperiment().eventTables())
        .run();
    Dataset<Row> rows = table("event_summary").filter("keys = 'label, noise'");
    assertEquals(4, rows.count());
    Row loud = rows.filter("group = 'a, loud'").first();
    assertEquals(4L, loud.<Long>getAs("count"));
    assertEquals(4L, loud.<Long>getAs("seeds"));
    assertEquals(1.0, value(loud, "mean"), 1e-12);
    assertFalse(loud.<Boolean>getAs("best"));
    Row soft = rows.filter("group = 'a, soft'").first();
    assertEquals(2L, soft.<Long>getAs("n"));
    assertEquals(2.0, value(soft, "mean"), 1e-12);
    assertTrue(soft.<Boolean>getAs("best"));
    Row pooled =
        table("event_summary").filter("keys = 'noise, epoch' AND group = 'loud, 5'").first();
    assertEquals(8L, pooled.<Long>getAs("count"), "of both labels");
    assertEquals(4L, pooled.<Long>getAs("n"), "seeds");
  }

  @Test
  void aLabelIsComparedWithItsControlBesideTheBaseline() throws Exception {
    Sweep three = sweep(new Seeds.Range(0, 4), good("c", 3), good("b", 2), good("a", 1));
    ResultStore store = store(folder);
    run(spark, store, three, 12, 1);
    new Aggregator(spark, store, tables(three), three, Map.of())
        .withControls(Map.of("b", "a", "a", "c"))
        .run();
    Dataset<Row> rows = table("contrasts").filter("metric = 'score'");
    assertEquals(3, rows.count(), "two with the baseline, of which a's control is the same");
    Row control = rows.filter("label = 'b' AND baseline = 'a'").first();
    assertEquals(1.5, value(control, "delta"), 1e-12);
  }
}

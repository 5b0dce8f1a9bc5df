package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.spark.aggregate.Aggregator;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.Overrides;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.sweep.result.SweepTables;
import dev.polysweep.table.Column;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.Type;
import dev.polysweep.table.row.ArrayRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * DuckDB, which knows nothing of Spark, reads every table: its columns are those of the
 * definitions, and its own SQL comes to the same counts and figures. The documentation names them
 * all.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadersTest {

  private static final String FACTORIAL =
      """
      name: factorial
      experiment: taming
      seeds: 3
      base: {mlp.epochs: 30, sae.epochs: 20}
      grid: {init: [random, orthogonal], reg: [l1, l2]}
      baseline: random_l1
      log_every: 10
      """;

  private static final String EVENTS =
      """
      name: events
      experiment: temporal
      seeds: 3
      base: {epochs: 60, psi_interval: 5, sae.first_epochs: 50, sae.epochs: 10, null.draws: 10, policy: manual}
      configs:
        - {label: once, manual: 20 noise_injection}
        - {label: twice, manual: "20 noise_injection, 40 noise_injection"}
      baseline: once
      log_every: 20
      """;

  @TempDir static Path folder;

  private Path factorial;
  private Path events;

  @BeforeAll
  void run() throws IOException {
    factorial = results("factorial", FACTORIAL);
    events = results("events", EVENTS);
  }

  private static Path results(String name, String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".yaml"), yaml);
    Path out = folder.resolve(name);
    Child.Ended ended = InProcess.withSpark("run", file, "--out", out, "--master", "local[2]");
    assertEquals(0, ended.code(), ended.err());
    return out;
  }

  private static List<TableSchema> definitions(Path results) {
    Sweep sweep = SweepFile.load(results.resolve("sweep.yaml"), Overrides.NONE);
    Experiment<?> experiment = Experiments.installed().named(sweep.experiment());
    List<TableSchema> all = new ArrayList<>();
    all.add(SweepTables.cells(sweep, experiment));
    all.add(SweepTables.epochs(experiment));
    all.add(ArrayRow.SCHEMA);
    all.addAll(SweepTables.events(experiment));
    all.addAll(Aggregator.TABLES);
    return all;
  }

  private static String duckType(Type type) {
    return switch (type) {
      case STRING -> "VARCHAR";
      case BOOLEAN -> "BOOLEAN";
      case INT -> "INTEGER";
      case LONG -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
      case FLOATS -> "FLOAT[]";
      case INTS -> "INTEGER[]";
      case STRINGS -> "VARCHAR[]";
      case BYTES -> "BLOB";
    };
  }

  @Test
  void everyTableHasTheColumnsOfItsDefinition() throws Exception {
    for (Path results : List.of(factorial, events)) {
      try (Duck duck = new Duck(results)) {
        Set<String> names = new TreeSet<>();
        for (TableSchema table : definitions(results)) {
          names.add(table.name());
          Map<String, String> expected = new LinkedHashMap<>();
          table.columns().stream()
              .filter(column -> !column.name().equals("wave"))
              .forEach(column -> expected.put(column.name(), duckType(column.type())));
          Map<String, String> found = duck.schema(table.name());
          String wave = found.remove("wave"); // in the folders' names, which have no type
          assertEquals(expected, found, table.name());
          assertEquals(List.copyOf(expected.keySet()), List.copyOf(found.keySet()));
          assertEquals(Files.exists(results.resolve(table.name() + "/wave=000000")), wave != null);
        }
        assertEquals(List.copyOf(names), duck.tables());
      }
    }
  }

  @Test
  void everyColumnIsDocumented() throws IOException {
    for (Path results : List.of(factorial, events)) {
      String docs = Files.readString(results.resolve("docs/tables.md"));
      String page = Files.readString(results.resolve("report.html")).replace("<wbr>", "");
      for (TableSchema table : definitions(results)) {
        int from = docs.indexOf("\n## " + table.name() + "\n");
        assertTrue(from > 0, table.name());
        int end = docs.indexOf("\n## ", from + 1);
        String section = docs.substring(from, end < 0 ? docs.length() : end);
        String rows =
            section
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.replaceAll("\\| `([^`]*)` \\| ([^|]*) \\|.*", "$1 $2"))
                .collect(Collectors.joining("\n"));
        String expected =
            table.columns().stream()
                .map(column -> column.name() + " " + column.type().words())
                .collect(Collectors.joining("\n"));
        assertEquals(expected, rows);
        for (Column column : table.columns()) {
          assertTrue(!column.meaning().isBlank(), table.name() + "." + column.name());
          assertTrue(page.contains(">" + column.name() + "<"), table.name() + "." + column.name());
        }
      }
    }
  }

  @Test
  void countsAndKeys() throws Exception {
    try (Duck duck = new Duck(factorial)) {
      assertEquals(12, duck.number("select count(distinct cell_id) from {cells}"));
      assertEquals(12, duck.number("select count(*) from {cells} where status = 'ok'"));
      assertEquals(
          12 * (4 + 3), duck.number("select count(*) from {epochs}"), "1, 10, 20, 30; 1, 10, 20");
      for (String table : List.of("epochs", "arrays")) {
        assertEquals(
            duck.number("select count(*) from {" + table + "}"),
            duck.number(
                "select count(*) from {" + table + "} as t join {cells} as c using (cell_id)"));
      }
      assertEquals(
          24, duck.number("select count(*) from {arrays} where len(data) = \"rows\" * cols"));
      assertEquals(24, duck.number("select count(*) from {arrays}"));
      assertEquals(
          0,
          duck.number(
              "select count(*) from {cells} where json_extract_string(config, '$.init') <> init"));
    }
  }

  @Test
  void figures() throws Exception {
    try (Duck duck = new Duck(factorial)) {
      assertSame(
          duck,
          4,
          "select abs(s.mean - c.m) + abs(s.sd - c.sd) from {summary} s join (select label,"
              + " avg(interference) m, stddev_samp(interference) sd from {cells} group by label) c"
              + " using (label) where s.metric = 'interference' and s.n = 3");
      assertSame(
          duck,
          3,
          "select abs(d.delta - c.delta) from {contrasts} d join (select a.label,"
              + " avg(a.interference - b.interference) delta from {cells} a join {cells} b"
              + " on a.seed = b.seed and b.label = 'random_l1' group by a.label) c using (label)"
              + " where d.metric = 'interference'");
      assertSame(
          duck,
          4,
          "select abs(n.mean_z - c.z) from {nulls} n join (select label, avg(macs_z) z"
              + " from {cells} group by label) c using (label) where n.metric = 'macs'");
      assertSame(
          duck,
          4 * (4 + 3),
          "select abs(k.mean - e.m) from {curves} k join (select label, phase, epoch, avg(loss) m"
              + " from {epochs} group by all) e using (label, phase, epoch)"
              + " where k.metric = 'loss'");
      assertEquals(3, duck.number("select count(*) from {effects} where metric = 'interference'"));
    }
  }

  @Test
  void events() throws Exception {
    try (Duck duck = new Duck(events)) {
      assertEquals(9, duck.number("select count(*) from {interventions}"));
      assertEquals(
          duck.number("select count(*) from {critical_periods}"),
          duck.number(
              "select count(*) from {critical_periods} as p join {cells} as c using (cell_id)"
                  + " where start_epoch <= end_epoch"));
      assertEquals(
          List.of(List.of("once", 3L), List.of("twice", 6L)),
          duck.query(
              "select split_part(\"group\", ', ', 1), count from {event_summary}"
                  + " where events = 'interventions' and keys = 'label, kind'"
                  + " and metric = 'effectiveness' order by 1"));
      assertSame(
          duck,
          2,
          "select abs(s.mean - i.m) from {event_summary} s join (select label, avg(m) m from"
              + " (select label, seed, avg(effectiveness) m from {interventions} group by all)"
              + " group by all) i on split_part(s.\"group\", ', ', 1) = i.label"
              + " where s.keys = 'label, kind' and s.metric = 'effectiveness'");
    }
  }

  /** So many rows, each a difference that is rounding: sums of a few numbers near 1. */
  private static void assertSame(Duck duck, int rows, String differences) throws Exception {
    List<List<Object>> found = duck.query(differences);
    assertEquals(rows, found.size(), differences);
    found.forEach(row -> assertEquals(0, (Double) row.get(0), 1e-9, differences));
  }
}

package dev.polysweep.spark;

import dev.polysweep.spark.FakeExperiment.Settings;
import dev.polysweep.spark.run.PackFunction;
import dev.polysweep.spark.run.SweepRunner;
import dev.polysweep.spark.run.WaveSource;
import dev.polysweep.spark.session.LocalFiles;
import dev.polysweep.spark.session.Sessions;
import dev.polysweep.spark.store.CellIdSet;
import dev.polysweep.spark.store.JsonPaths;
import dev.polysweep.spark.store.ResultReader;
import dev.polysweep.spark.store.ResultStore;
import dev.polysweep.spark.store.ResultTables;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Seeds;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.plan.PackRunner;
import dev.polysweep.sweep.result.SweepTables;
import dev.polysweep.table.Column;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One Spark for all tests of this package, small sweeps, and comparisons of what they leave. */
public final class SparkFixture {

  public static final PackFunction PACKS =
      cells -> PackRunner.run(new FakeExperiment(), FakeExperiment.ENGINE, cells, 10);

  private static final org.apache.hadoop.conf.Configuration HADOOP =
      new org.apache.hadoop.conf.Configuration();

  private SparkFixture() {}

  /**
   * The one session of all tests, with the product's local file system: the one that an earlier
   * test of this process may have left with Hadoop is given up first.
   */
  public static SparkSession spark() {
    try {
      if (!(FileSystem.get(URI.create("file:///"), HADOOP) instanceof LocalFiles)) {
        FileSystem.closeAll();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Sessions.open("tests", "local[2]");
  }

  /**
   * Gives up what an earlier test of this process may have left, as if the process were new: the
   * session, and the file system that Hadoop keeps for all sessions.
   */
  public static void stop() {
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
    try {
      FileSystem.closeAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Configuration configuration(
      String label, double level, String ending, long fromSeed) {
    Settings settings = new Settings(level, ending, fromSeed, 20);
    String json =
        String.format(
            Locale.ROOT,
            "{\"ending\":\"%s\",\"from_seed\":%d,\"nested\":{\"level\":%s}}",
            ending,
            fromSeed,
            level);
    return new Configuration(label, settings, new TreeMap<>(Map.of("nested_level", level)), json);
  }

  public static Configuration good(String label, double level) {
    return configuration(label, level, "well", 0);
  }

  public static Sweep sweep(Seeds seeds, Configuration... configurations) {
    return new Sweep("test", "fake", List.of(configurations), seeds, configurations[0].label(), 10);
  }

  public static ResultTables tables(Sweep sweep) {
    FakeExperiment experiment = new FakeExperiment();
    List<Column> cells = new ArrayList<>();
    cells.add(Column.of("cell_id", Type.STRING, "id"));
    cells.add(Column.of("label", Type.STRING, "label"));
    sweep
        .configurations()
        .get(0)
        .swept()
        .forEach(
            (name, value) ->
                cells.add(
                    Column.of(name, value instanceof String ? Type.STRING : Type.DOUBLE, name)));
    for (String text : List.of("config", "status", "error", "engine", "host")) {
      cells.add(Column.of(text, Type.STRING, text));
    }
    cells.add(Column.of("seed", Type.LONG, "seed"));
    cells.add(Column.of("wall_ms", Type.DOUBLE, "time"));
    cells.add(Column.of("finished_at", Type.TIMESTAMP, "time"));
    cells.addAll(experiment.cellMetrics());
    List<Column> epochs =
        new ArrayList<>(
            List.of(
                Column.of("cell_id", Type.STRING, "id"),
                Column.of("label", Type.STRING, "label"),
                Column.of("seed", Type.LONG, "seed"),
                Column.of("phase", Type.STRING, "phase"),
                Column.of("epoch", Type.INT, "epoch"),
                Column.of("loss", Type.DOUBLE, "loss")));
    epochs.addAll(experiment.epochMetrics());
    Map<String, String> swept = new TreeMap<>(JsonPaths.of(sweep.configurations().get(0).json()));
    swept.keySet().retainAll(sweep.configurations().get(0).swept().keySet());
    return new ResultTables(
        new TableSchema("cells", "a cell", cells),
        new TableSchema("epochs", "an epoch", epochs),
        swept,
        experiment.cellMetrics().stream().map(Column::name).toList(),
        List.of("loss", "tenfold"),
        SweepTables.events(experiment));
  }

  public static ResultStore store(Path folder) throws IOException {
    return new ResultStore(folder.toString(), spark().sparkContext().hadoopConfiguration());
  }

  /** What a command does: drop leftovers, run what is missing. */
  public static SweepRunner.Outcome run(
      SparkSession spark, ResultStore store, Sweep sweep, int packSize, int packsPerWave)
      throws IOException {
    return run(
        new SweepRunner(spark, store, tables(sweep), sweep, PACKS),
        spark,
        store,
        sweep,
        packSize,
        packsPerWave);
  }

  public static SweepRunner.Outcome run(
      SweepRunner runner,
      SparkSession spark,
      ResultStore store,
      Sweep sweep,
      int packSize,
      int packsPerWave)
      throws IOException {
    store.dropLeftovers();
    CellIdSet done = new ResultReader(spark, store, tables(sweep)).doneCells();
    long[] missing =
        LongStream.range(0, sweep.size()).filter(i -> !done.contains(sweep.cell(i).id())).toArray();
    return runner.run(waves(missing, packSize, packsPerWave), missing.length);
  }

  public static WaveSource waves(long[] cells, int packSize, int packsPerWave) {
    List<List<long[]>> waves = new ArrayList<>();
    for (int at = 0; at < cells.length; at += packSize * packsPerWave) {
      List<long[]> wave = new ArrayList<>();
      for (int p = at; p < Math.min(cells.length, at + packSize * packsPerWave); p += packSize) {
        wave.add(Arrays.copyOfRange(cells, p, Math.min(cells.length, p + packSize)));
      }
      waves.add(wave);
    }
    Iterator<List<long[]>> left = waves.iterator();
    return new WaveSource() {
      @Override
      public List<long[]> next() {
        return left.hasNext() ? left.next() : List.of();
      }

      @Override
      public void committed(double seconds, double commitSeconds) {}
    };
  }

  /** SparkRows as text, sorted, without what may differ between runs. */
  public static List<String> content(Dataset<Row> table) {
    return table.drop("wall_ms", "host", "finished_at", "wave").toJSON().collectAsList().stream()
        .sorted()
        .toList();
  }
}

package dev.polysweep.spark;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.experiment.Setting;
import dev.polysweep.math.Matrix;
import dev.polysweep.table.Column;
import dev.polysweep.table.EventTable;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.Type;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An experiment that trains nothing: its metrics are simple functions of settings and seed. */
public final class FakeExperiment implements Experiment<FakeExperiment.Settings> {

  /**
   * System property by which the ending {@code weather} goes: {@code throws}, {@code diverges} or
   * {@code memory}; well without it.
   */
  public static final String WEATHER = "polysweep.test.weather";

  /** What a cell does: go well, throw, diverge or use up memory, from seed {@code fromSeed} on. */
  public record Settings(
      @Setting("slope of the score") double level,
      @Setting("well, throws, diverges, memory or weather") String ending,
      @Setting("first seed that ends so") long fromSeed,
      @Setting(value = "epochs", min = 1) int epochs)
      implements Serializable {}

  /** An engine that is never asked to train. */
  static final Engine ENGINE =
      new Engine() {
        @Override
        public String name() {
          return "none";
        }

        @Override
        public int priority() {
          return 0;
        }

        @Override
        public Optional<String> unavailable() {
          return Optional.empty();
        }

        @Override
        public TrainingSession open(List<TrainingPlan> plans) {
          throw new UnsupportedOperationException();
        }
      };

  /** score = level·seed + 1; undefined for odd seeds: parity. */
  static double score(double level, long seed) {
    return level * seed + 1;
  }

  @Override
  public void run(Engine engine, List<CellRun<Settings>> pack) {
    for (CellRun<Settings> run : pack) {
      Settings settings = run.config();
      boolean ends = run.seed() >= settings.fromSeed();
      String ending =
          settings.ending().equals("weather")
              ? System.getProperty(WEATHER, "well")
              : settings.ending();
      if (ends && ending.equals("throws")) {
        throw new IllegalStateException("seed " + run.seed() + " is not to my taste");
      }
      if (ends && ending.equals("memory")) {
        run.array("huge", new Matrix(1, 1, new float[Integer.MAX_VALUE]));
      }
      for (int epoch : run.loggedEpochs(settings.epochs())) {
        run.epoch(
            "fit", epoch, settings.level() / epoch + run.seed(), Map.of("tenfold", 10.0 * epoch));
      }
      run.metric("score", score(settings.level(), run.seed()));
      run.metric("parity", run.seed() % 2 == 0 ? run.seed() : Double.NaN);
      run.metric("score_null_mean", 2);
      run.metric("score_null_sd", 0.5);
      run.metric("score_z", (score(settings.level(), run.seed()) - 2) / 0.5);
      run.metric("score_p_less", 0.25);
      run.metric("score_p_more", 0.75);
      for (int i = 0; i < run.seed() % 3; i++) {
        run.event(
            "bangs",
            Map.of("epoch", 5 * (i + 1), "noise", i == 0 ? "loud" : "soft", "effect", 1.0 + i));
      }
      float s = run.seed();
      run.array("cosine", new Matrix(2, 3, new float[] {s, 1, 2, 3, 4, (float) settings.level()}));
      if (ends && ending.equals("diverges")) {
        run.diverged("loss is NaN");
      }
    }
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public String summary() {
    return "nothing";
  }

  @Override
  public Settings defaults() {
    return new Settings(1, "well", 0, 20);
  }

  @Override
  public void check(Settings config) {}

  @Override
  public Object shape(Settings config) {
    return config.epochs();
  }

  @Override
  public double work(Settings config) {
    return 1;
  }

  @Override
  public List<Column> cellMetrics() {
    List<Column> all = new ArrayList<>();
    all.add(Column.metric("score", "", "score", "").lowIsGood());
    all.addAll(
        columns(
            "parity",
            "score_null_mean",
            "score_null_sd",
            "score_z",
            "score_p_less",
            "score_p_more"));
    return all;
  }

  @Override
  public List<String> headline() {
    return List.of("score");
  }

  @Override
  public List<Column> epochMetrics() {
    return columns("tenfold");
  }

  private static List<Column> columns(String... names) {
    return java.util.Arrays.stream(names).map(name -> Column.metric(name, "", name, "")).toList();
  }

  @Override
  public List<EventTable> eventTables() {
    TableSchema schema =
        new TableSchema(
            "bangs",
            "a bang",
            List.of(
                Column.of("epoch", Type.INT, "when"),
                Column.of("noise", Type.STRING, "how loud"),
                Column.metric("effect", "", "effect", "")));
    return List.of(
        new EventTable(
            schema,
            "epoch",
            List.of("effect"),
            List.of(List.of("label", "noise"), List.of("noise", "epoch"))));
  }

  @Override
  public List<NullMetric> nullMetrics(Settings config) {
    return List.of(new NullMetric("score", "isotropic", 1000));
  }

  @Override
  public List<Phase> phases(Settings config) {
    return List.of(new Phase("fit", config.epochs()));
  }
}

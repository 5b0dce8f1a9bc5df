package dev.polysweep.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polysweep.engine.DeviceFailedException;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.SampleConfig;
import dev.polysweep.sweep.StubExperiment;
import dev.polysweep.sweep.result.CellResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What becomes of packs that fail as a whole. */
class PackRunnerTest {

  private final List<List<Long>> tried = new ArrayList<>();

  @Test
  void aPackThatDoesNotFitIsHalvedAndItsSizeRemembered() {
    Failing experiment = new Failing("memory", seeds -> seeds.size() > 3, new OutOfMemoryError());
    List<CellResult> results = run(experiment, 8);
    assertEquals(LongStream.range(0, 8).boxed().toList(), seeds(results));
    assertEquals(0, failed(results).size());
    assertEquals(
        List.of(
            List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L),
            List.of(0L, 1L, 2L, 3L),
            List.of(0L, 1L),
            List.of(2L, 3L),
            List.of(4L, 5L, 6L, 7L),
            List.of(4L, 5L),
            List.of(6L, 7L)),
        tried);
    tried.clear();
    assertEquals(List.of(), failed(run(experiment, 5)));
    assertEquals(List.of(List.of(0L), List.of(1L, 2L), List.of(3L, 4L)), tried);
  }

  /** The task fails as a whole, and Spark begins it anew. */
  @Test
  void noCellIsBlamedForADeviceThatFails() {
    Failing experiment =
        new Failing(
            "device", seeds -> seeds.contains(5L), new DeviceFailedException("GPU 0: lost"));
    assertEquals(
        "GPU 0: lost",
        assertThrows(DeviceFailedException.class, () -> run(experiment, 7)).getMessage());
    assertEquals(1, tried.size());
  }

  @Test
  void onlyTheGuiltyCellIsLost() {
    Failing experiment =
        new Failing("guilt", seeds -> seeds.contains(5L), new IllegalStateException("bad cell"));
    List<CellResult> results = run(experiment, 7);
    assertEquals(LongStream.range(0, 7).boxed().toList(), seeds(results));
    assertEquals(List.of(5L), failed(results));
    assertEquals("java.lang.IllegalStateException: bad cell", results.get(5).error());
    tried.clear();
    run(experiment, 4);
    assertEquals(List.of(List.of(0L, 1L, 2L, 3L)), tried, "the size was not to blame");
  }

  /** What has no column would be lost without a word. */
  @Test
  void aRecordWithoutAColumnIsAnErrorThatNamesIt() {
    assertEquals(
        "java.lang.IllegalStateException: experiment typo records the metric 'val_msee', which is"
            + " no column; there are null_draws, val_mse",
        error(run -> run.metric("val_msee", 1)));
    assertEquals(
        "java.lang.IllegalStateException: experiment typo records the metric of an epoch 'l00',"
            + " which is no column; there are l0",
        error(run -> run.epoch("mlp", 1, 0, Map.of("l00", 1.0))));
    assertEquals(
        "java.lang.IllegalStateException: experiment typo records events in resets, a table that it"
            + " does not have",
        error(run -> run.event("resets", Map.of())));
    assertEquals(null, error(run -> run.metric("val_mse", 1)));
  }

  /** Training again would not give the value another name. */
  @Test
  void aWrongNameCostsItsCellOnlyAndNoSecondTraining() {
    Experiment<SampleConfig> typo =
        new StubExperiment<>("typo", SampleConfig.DEFAULTS) {
          @Override
          public void run(Engine engine, List<CellRun<SampleConfig>> pack) {
            tried.add(pack.stream().map(CellRun::seed).toList());
            pack.forEach(run -> run.metric(run.seed() == 2 ? "val_msee" : "val_mse", 1));
          }
        };
    List<CellResult> results = run(typo, 4);
    assertEquals(List.of(List.of(0L, 1L, 2L, 3L)), tried);
    assertEquals(List.of(2L), failed(results));
    assertEquals(Map.of("val_mse", 1.0), results.get(3).metrics());
  }

  private String error(Consumer<CellRun<SampleConfig>> recording) {
    Experiment<SampleConfig> typo =
        new StubExperiment<>("typo", SampleConfig.DEFAULTS) {
          @Override
          public void run(Engine engine, List<CellRun<SampleConfig>> pack) {
            pack.forEach(recording);
          }
        };
    return run(typo, 1).get(0).error();
  }

  private List<CellResult> run(Experiment<?> experiment, int cells) {
    Configuration configuration =
        new Configuration("a", SampleConfig.DEFAULTS, new TreeMap<>(), "{}");
    return PackRunner.run(
        experiment,
        new NoEngine(),
        LongStream.range(0, cells)
            .mapToObj(seed -> new Cell(seed, "id" + seed, configuration, seed))
            .toList(),
        10);
  }

  private static List<Long> seeds(List<CellResult> results) {
    return results.stream().map(result -> result.cell().seed()).toList();
  }

  private static List<Long> failed(List<CellResult> results) {
    return seeds(results.stream().filter(r -> r.status() == CellResult.Status.FAILED).toList());
  }

  /** Records what it is given to run and throws when it should. */
  private final class Failing extends StubExperiment<SampleConfig> {
    private final Predicate<List<Long>> when;
    private final Throwable what;

    Failing(String name, Predicate<List<Long>> when, Throwable what) {
      super(name, SampleConfig.DEFAULTS);
      this.when = when;
      this.what = what;
    }

    @Override
    public void run(Engine engine, List<CellRun<SampleConfig>> pack) {
      List<Long> seeds = pack.stream().map(CellRun::seed).toList();
      tried.add(seeds);
      if (when.test(seeds)) {
        if (what instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) what;
      }
    }
  }

  /** Never asked for anything but its name. */
  private static final class NoEngine implements Engine {
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
  }
}

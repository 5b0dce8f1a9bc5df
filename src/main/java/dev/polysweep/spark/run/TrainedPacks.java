package dev.polysweep.spark.run;

import dev.polysweep.engine.Device;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.spark.session.Gpus;
import dev.polysweep.spark.store.StoredCheckpoints;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.plan.PackRunner;
import dev.polysweep.sweep.result.CellResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkEnv;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a pack on an executor by its experiment's recipe. Each executor process chooses its engine
 * once, for the GPU that Spark has assigned to it.
 *
 * @param experiment name of the experiment
 * @param engine name of the engine, or auto
 * @param logEvery number of epochs from one logged epoch to the next
 * @param checkpoints where cells that take long keep their state
 */
public record TrainedPacks(
    String experiment, String engine, int logEvery, StoredCheckpoints checkpoints)
    implements PackFunction {

  private static final Logger LOG = LoggerFactory.getLogger(TrainedPacks.class);

  private static final Map<Use, Engine> ENGINES = new ConcurrentHashMap<>();

  private record Use(String experiment, String engine, Device device) {}

  /**
   * Trains the cells of a pack.
   *
   * @throws dev.polysweep.engine.EngineUnavailableException if this process cannot run the engine
   */
  @Override
  public List<CellResult> run(List<Cell> cells) {
    Engine found =
        ENGINES.computeIfAbsent(new Use(experiment, engine, Gpus.assigned()), TrainedPacks::choose);
    return PackRunner.run(
        Experiments.installed().named(experiment), found, cells, logEvery, checkpoints);
  }

  private static Engine choose(Use use) {
    Experiment<?> experiment = Experiments.installed().named(use.experiment());
    Engines.Choice choice = Engines.choose(use.engine(), use.device(), experiment::obstacle);
    String line =
        String.format(
            Locale.ROOT,
            "executor %s with %s: engine %s",
            SparkEnv.get().executorId(),
            use.device(),
            choice);
    if (choice.idlesGpu() || !choice.passedOver().isEmpty()) {
      LOG.warn(line);
    } else {
      LOG.info(line);
    }
    return choice.engine();
  }
}

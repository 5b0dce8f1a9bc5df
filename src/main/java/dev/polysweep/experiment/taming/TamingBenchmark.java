package dev.polysweep.experiment.taming;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.NetworkSpec;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.math.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Measures how fast an engine trains the baseline of the taming experiment, one cell at a time on
 * one core.
 *
 * @param cellMs median time of a whole cell in ms: data, both networks with all epochs, metrics and
 *     null distribution
 * @param mlpGflops rate of the network's training in 10⁹ floating-point operations per second
 * @param saeGflops rate of the autoencoder's training in 10⁹ floating-point operations per second
 */
public record TamingBenchmark(double cellMs, double mlpGflops, double saeGflops) {

  private static final int WARM_UP = 3;
  private static final int CELLS = 9;
  private static final int LOG_EVERY = 50;

  /** Runs the benchmark, which takes a few seconds. */
  public static TamingBenchmark of(Engine engine) {
    TamingConfig config = TamingConfig.DEFAULTS;
    double[] ms = new double[CELLS];
    for (int i = -WARM_UP; i < CELLS; i++) {
      long start = System.nanoTime();
      new TamingExperiment().run(engine, List.of(new CellRun<>(config, i + WARM_UP, LOG_EVERY)));
      if (i >= 0) {
        ms[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    TamingData data = TamingData.draw(config.data(), 0);
    TrainingPlan mlp = TamingPlans.mlp(config, data, 0);
    Matrix acts;
    try (TrainingSession session = engine.open(List.of(mlp))) {
      session.train(config.mlp().epochs());
      acts = session.forward(0, data.x(), config.mlp().layers() - 2);
    }
    TrainingPlan sae = TamingPlans.sae(config, acts, 0);
    return new TamingBenchmark(median(ms), gflops(engine, mlp), gflops(engine, sae));
  }

  /**
   * Measures how many whole cells per second are trained in packs, on one core.
   *
   * @param pack number of cells in a pack, each of which has another seed
   */
  public static double cellsPerSecond(Engine engine, int pack) {
    TamingConfig config = TamingConfig.DEFAULTS;
    int rounds = (CELLS - 1) / pack + 1;
    int warmUp = pack < CELLS ? WARM_UP : 1;
    double[] seconds = new double[rounds];
    for (int i = -warmUp; i < rounds; i++) {
      TamingConfig now = i < 0 ? shortened(config) : config;
      List<CellRun<TamingConfig>> runs =
          LongStream.range(0, pack).mapToObj(seed -> new CellRun<>(now, seed, LOG_EVERY)).toList();
      long start = System.nanoTime();
      new TamingExperiment().run(engine, runs);
      if (i >= 0) {
        seconds[i] = (System.nanoTime() - start) / 1e9;
      }
    }
    return pack / median(seconds);
  }

  /** The settings with a tenth of the epochs, for warming up the virtual machine. */
  private static TamingConfig shortened(TamingConfig c) {
    return ConfigurationBuilder.from(c)
        .set("mlp.epochs", c.mlp().epochs() / 10)
        .set("sae.epochs", c.sae().epochs() / 10)
        .build();
  }

  /**
   * Measures the rate of a training, as the median over runs. Noise, activation functions and
   * updates take time but are not counted as operations.
   */
  private static double gflops(Engine engine, TrainingPlan plan) {
    double flop = flop(plan.network()) * plan.data().samples() * plan.steps();
    double[] rates = new double[CELLS];
    for (int i = 0; i < CELLS; i++) {
      try (TrainingSession session = engine.open(List.of(plan))) {
        session.train(plan.steps());
        rates[i] = flop / session.nanos(0);
      }
    }
    return median(rates);
  }

  /**
   * The floating-point operations of a training step per sample. A multiply-add counts as two
   * operations. Each weight takes one multiply-add in the forward pass, one for its gradient and,
   * except in the first layer, one for passing the error back.
   */
  static double flop(NetworkSpec network) {
    double flop = 0;
    for (int l = 0; l < network.layers().size(); l++) {
      DenseLayer layer = network.layers().get(l);
      flop += (l == 0 ? 4.0 : 6.0) * layer.inputs() * layer.outputs();
    }
    return flop;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}

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
 * How fast an engine trains the baseline of the taming experiment, one cell at a time on one core.
 *
 * @param cellMs median time of a whole cell: data, both networks, all epochs, metrics, null
 * @param mlpGflops arithmetic of the network's training
 * @param saeGflops arithmetic of the autoencoder's training
 */
public record TamingBenchmark(double cellMs, double mlpGflops, double saeGflops) {

  private static final int WARM_UP = 3;
  private static final int CELLS = 9;
  private static final int LOG_EVERY = 50;

  /** Measures; takes a few seconds. */
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
   * Measures cells a second of whole cells trained in packs, on one core.
   *
   * @param pack cells of a pack, of as many seeds
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

  /** A tenth of the epochs, for warming up. */
  private static TamingConfig shortened(TamingConfig c) {
    return ConfigurationBuilder.from(c)
        .set("mlp.epochs", c.mlp().epochs() / 10)
        .set("sae.epochs", c.sae().epochs() / 10)
        .build();
  }

  /**
   * Median over runs of the whole training; noise, activation functions and updates cost time but
   * count no arithmetic.
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
   * Floating-point operations of a training step for a sample: a multiply-add counts as two, in
   * each layer one a weight forward, one for the weight's gradient, and, but for the first layer,
   * one for the error passed on.
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

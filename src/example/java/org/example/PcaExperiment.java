package org.example;

import dev.polysweep.data.TrainingData;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.Activation;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.Loss;
import dev.polysweep.engine.net.NetworkSpec;
import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.Penalty;
import dev.polysweep.engine.net.Tie;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.Defaults;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.experiment.Setting;
import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import dev.polysweep.metric.ExplainedVariance;
import dev.polysweep.table.Column;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Does a linear autoencoder x' = WᵀWx explain as much variance as the principal components do? The
 * data have {@value #WIDTH} independent directions, of which direction i has the standard deviation
 * decay^i.
 */
public final class PcaExperiment implements Experiment<PcaExperiment.Settings> {

  private static final int WIDTH = 16;
  private static final int SAMPLES = 512;

  /** What a sweep file can set: the annotations say what is allowed and what it is by default. */
  public record Settings(
      @Setting(value = "hidden dimensions", byDefault = "4", min = 1, max = WIDTH) int hidden,
      @Setting(
              value = "direction i has the standard deviation decay^i",
              byDefault = "0.8",
              min = 0,
              max = 0.99)
          double decay,
      @Setting(value = "training steps", byDefault = "400", min = 1, max = 1e6) int steps)
      implements Serializable {}

  @Override
  public String name() {
    return "pca";
  }

  @Override
  public String summary() {
    return "linear autoencoders compared with principal components";
  }

  @Override
  public Settings defaults() {
    return Defaults.of(Settings.class);
  }

  @Override
  public List<Column> cellMetrics() {
    return List.of(
        Column.metric("explained_variance", "", "variance explained", "1 − Σ(x' − x)²/Σ(x − x̄)²"),
        Column.metric("pca_variance", "", "variance that principal components explain", "Σλ_i/Σλ"));
  }

  @Override
  public List<Phase> phases(Settings settings) {
    return List.of(new Phase("train", settings.steps()));
  }

  @Override
  public double work(Settings settings) {
    return 10.0 * WIDTH * settings.hidden() * SAMPLES * settings.steps();
  }

  @Override
  public void run(Engine engine, List<CellRun<Settings>> pack) {
    List<Matrix> data = new ArrayList<>();
    List<TrainingPlan> plans = new ArrayList<>();
    for (CellRun<Settings> cell : pack) {
      data.add(data(cell.config().decay(), cell.seed()));
      plans.add(plan(cell.config(), data.get(plans.size()), cell.seed()));
    }
    try (TrainingSession session = engine.open(plans)) {
      for (int step : pack.get(0).loggedEpochs(pack.get(0).config().steps())) {
        session.train(step - session.step());
        for (int i = 0; i < pack.size(); i++) {
          pack.get(i).epoch("train", step, session.loss(i), Map.of());
        }
      }
      for (int i = 0; i < pack.size(); i++) {
        CellRun<Settings> cell = pack.get(i);
        Matrix reconstruction = session.forward(i, data.get(i), 1);
        cell.metric("explained_variance", ExplainedVariance.of(data.get(i), reconstruction));
        cell.metric("pca_variance", pcaVariance(cell.config()));
        cell.array("W", session.parameters(i).get(0).weight());
        if (!session.live(i)) {
          cell.diverged("the loss stopped being finite");
        }
      }
    }
  }

  private static Matrix data(double decay, long seed) {
    RandomStream random = new RandomStream(seed, StreamId.DATA);
    Matrix x = new Matrix(SAMPLES, WIDTH);
    for (int k = 0; k < SAMPLES * WIDTH; k++) {
      x.data()[k] = (float) (random.nextGaussian() * StrictMath.pow(decay, k % WIDTH));
    }
    return x;
  }

  private static TrainingPlan plan(Settings settings, Matrix x, long seed) {
    int hidden = settings.hidden();
    Matrix w = Initializers.xavierNormal(hidden, WIDTH, 1, new RandomStream(seed, StreamId.INIT));
    return new TrainingPlan(
        new NetworkSpec(
            DenseLayer.of(WIDTH, hidden, Activation.LINEAR, false),
            DenseLayer.of(hidden, WIDTH, Activation.LINEAR, false).tiedTo(0, Tie.TRANSPOSED)),
        List.of(new LayerParameters(w, null), new LayerParameters(null, null)),
        new TrainingData.Fixed(x, x),
        Loss.MSE,
        Penalty.NONE,
        OptimizerSpec.adam(0.01),
        settings.steps(),
        seed);
  }

  /** The share of the variance that as many principal components have. */
  private static double pcaVariance(Settings settings) {
    double ratio = settings.decay() * settings.decay();
    return (1 - StrictMath.pow(ratio, settings.hidden())) / (1 - StrictMath.pow(ratio, WIDTH));
  }
}

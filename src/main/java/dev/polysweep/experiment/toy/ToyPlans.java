package dev.polysweep.experiment.toy;

import dev.polysweep.data.FeatureTargets;
import dev.polysweep.data.TrainingData;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.Loss;
import dev.polysweep.engine.net.NetworkSpec;
import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.Penalty;
import dev.polysweep.engine.net.Tie;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.experiment.toy.ToyConfig.Act;
import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.List;

/** Describes the toy model and its training as a plan for an engine. */
final class ToyPlans {

  private ToyPlans() {}

  /**
   * The plan of the model h = Wx, x' = f(Wᵀh + b): two layers that share W [n_hidden, n_features].
   *
   * @param restart number of the restart, from 0, which determines the initial weights; the batches
   *     depend on the seed only
   */
  static TrainingPlan plan(ToyConfig config, long seed, int restart) {
    int features = config.nFeatures();
    boolean bias = config.activation() == Act.RELU;
    DenseLayer encoder = DenseLayer.of(features, config.nHidden(), Act.LINEAR.activation, false);
    DenseLayer decoder =
        DenseLayer.of(config.nHidden(), features, config.activation().activation, bias)
            .tiedTo(0, Tie.TRANSPOSED);
    return new TrainingPlan(
        new NetworkSpec(encoder, decoder),
        List.of(
            new LayerParameters(initial(config, seed, restart), null),
            new LayerParameters(null, bias ? new float[features] : null)),
        new TrainingData.SparseFeatures(
            config.batch(), features, config.featureProbability(), seed),
        new Loss(importance(config), config.lossReduction()),
        Penalty.NONE,
        optimizer(config),
        config.steps(),
        seed);
  }

  /** The importance of each feature, {@code [n_features]}. */
  static float[] importance(ToyConfig config) {
    if (config.importance() == null) {
      return FeatureTargets.importance(config.importanceDecay(), config.nFeatures());
    }
    float[] importance = new float[config.nFeatures()];
    for (int i = 0; i < importance.length; i++) {
      importance[i] = config.importance().get(i).floatValue();
    }
    return importance;
  }

  private static Matrix initial(ToyConfig config, long seed, int restart) {
    RandomStream random = new RandomStream(seed, StreamId.INIT, 0, restart);
    int rows = config.nHidden();
    int cols = config.nFeatures();
    return config.initSd() == null
        ? Initializers.xavierNormal(rows, cols, 1, random)
        : Initializers.normal(rows, cols, config.initSd(), random);
  }

  private static OptimizerSpec optimizer(ToyConfig config) {
    return OptimizerSpec.of(config.optimizer(), config.lr())
        .withWeightDecay(config.weightDecay())
        .withSchedule(config.lrSchedule());
  }
}

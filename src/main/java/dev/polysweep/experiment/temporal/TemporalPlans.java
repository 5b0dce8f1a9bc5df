package dev.polysweep.experiment.temporal;

import dev.polysweep.data.CorrelatedGroups;
import dev.polysweep.data.ScheduledGroups;
import dev.polysweep.data.TrainingData;
import dev.polysweep.engine.net.Activation;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.Loss;
import dev.polysweep.engine.net.NetworkSpec;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.Penalty;
import dev.polysweep.engine.net.Reduction;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.experiment.Regularizer;
import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.ArrayList;
import java.util.List;

/** Describes the data and the two networks of the temporal experiment as plans for an engine. */
final class TemporalPlans {

  private TemporalPlans() {}

  /** Number of dense layers of the network: 8 → hidden → … → hidden → 8. */
  static int layers(TemporalConfig config) {
    return config.mlp().hiddenLayers() + 1;
  }

  /** Index of the last hidden layer; interventions change this layer and those before it. */
  static int lastHidden(TemporalConfig config) {
    return config.mlp().hiddenLayers() - 1;
  }

  /** The generator of a cell's data. */
  static ScheduledGroups data(TemporalConfig config, long seed) {
    TemporalConfig.Data data = config.data();
    return new ScheduledGroups(
        data.samples(),
        data.activeProbability(),
        data.keepProbability(),
        data.importanceDecay(),
        config.correlationSchedule(),
        data.correlation(),
        config.epochs(),
        seed);
  }

  /** The plan of the network, with noise after its last hidden layer. */
  static TrainingPlan mlp(TemporalConfig config, long seed) {
    TemporalConfig.Mlp mlp = config.mlp();
    List<DenseLayer> layers = new ArrayList<>();
    List<LayerParameters> initial = new ArrayList<>();
    int lastHidden = lastHidden(config);
    for (int l = 0; l < layers(config); l++) {
      int inputs = l == 0 ? CorrelatedGroups.FEATURES : mlp.hidden();
      int outputs = l > lastHidden ? CorrelatedGroups.FEATURES : mlp.hidden();
      Activation activation = l <= lastHidden ? config.act().activation() : Activation.LINEAR;
      DenseLayer layer = DenseLayer.of(inputs, outputs, activation, true);
      boolean noisy = l == lastHidden && config.noise() != Noise.Kind.NONE;
      layers.add(noisy ? layer.with(new Noise(config.noise(), mlp.noiseSigma())) : layer);
      RandomStream random = new RandomStream(seed, StreamId.INIT, l, 0);
      initial.add(config.init().draw(inputs, outputs, random));
    }
    boolean l1 = config.reg() == Regularizer.L1;
    return new TrainingPlan(
        new NetworkSpec(layers),
        initial,
        data(config, seed),
        Loss.MSE,
        l1 ? new Penalty(mlp.lambdaL1(), 0) : new Penalty(0, mlp.lambdaL2()),
        OptimizerSpec.adam(mlp.lr()),
        config.epochs(),
        seed);
  }

  /**
   * The plan of the autoencoder on activations: h = ReLU(W_enc·a), a' = W_dec·h, without biases,
   * untied. The decoder starts as random unit directions (each entry U(±1/√d_sae), then scaled),
   * the encoder as its transpose.
   *
   * @param acts {@code [samples, d]}
   */
  static TrainingPlan sae(TemporalConfig config, Matrix acts, long seed) {
    TemporalConfig.Sae sae = config.sae();
    int d = acts.cols();
    RandomStream random = new RandomStream(seed, StreamId.SAE_INIT);
    Matrix decoder =
        Initializers.unitColumns(
            Initializers.uniform(d, sae.dSae(), 1 / StrictMath.sqrt(sae.dSae()), random));
    return new TrainingPlan(
        new NetworkSpec(
            DenseLayer.of(d, sae.dSae(), Activation.RELU, false)
                .withL1(sae.l1Coefficient(), Reduction.MEAN),
            DenseLayer.of(sae.dSae(), d, Activation.LINEAR, false)),
        List.of(new LayerParameters(decoder.transpose(), null), new LayerParameters(decoder, null)),
        new TrainingData.Fixed(acts, acts),
        Loss.MSE,
        Penalty.NONE,
        OptimizerSpec.adam(sae.lr()),
        sae.firstEpochs(),
        seed);
  }
}

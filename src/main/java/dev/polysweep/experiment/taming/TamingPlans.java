package dev.polysweep.experiment.taming;

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
import dev.polysweep.engine.net.Tie;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.experiment.Regularizer;
import dev.polysweep.experiment.taming.TamingConfig.Tied;
import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Describes the two networks of the taming experiment and their training as plans for an engine.
 */
final class TamingPlans {

  private TamingPlans() {}

  /**
   * The plan of the network: dense layers 8 → hidden → … → hidden → 8, noise after the last hidden
   * one.
   */
  static TrainingPlan mlp(TamingConfig config, TamingData data, long seed) {
    return mlp(config, data, mlpInitial(config, widths(config.mlp(), data), seed), seed);
  }

  /** The plan of the network with given initial parameters. */
  static TrainingPlan mlp(
      TamingConfig config, TamingData data, List<LayerParameters> initial, long seed) {
    TamingConfig.Mlp mlp = config.mlp();
    List<Integer> widths = widths(mlp, data);
    int lastHidden = mlp.layers() - 2;
    List<DenseLayer> layers = new ArrayList<>();
    for (int l = 0; l < mlp.layers(); l++) {
      Activation activation = l <= lastHidden ? config.act().activation() : Activation.LINEAR;
      DenseLayer layer = DenseLayer.of(widths.get(l), widths.get(l + 1), activation, true);
      boolean noisy = l == lastHidden && config.noise() != Noise.Kind.NONE;
      layers.add(noisy ? layer.with(new Noise(config.noise(), mlp.noiseSigma())) : layer);
    }
    boolean l1 = config.reg() == Regularizer.L1;
    return new TrainingPlan(
        new NetworkSpec(layers),
        initial,
        new TrainingData.Fixed(data.x(), data.y()),
        Loss.MSE,
        l1 ? new Penalty(mlp.lambdaReg(), 0) : Penalty.NONE,
        OptimizerSpec.adam(mlp.lr())
            .withWeightDecay(l1 ? 0 : mlp.lambdaReg())
            .withClipNorm(mlp.clipNorm()),
        mlp.epochs(),
        seed);
  }

  /** The plan of the autoencoder on hidden activations: h = f(z·W + b), z' = h·Wᵀ. */
  static TrainingPlan sae(TamingConfig config, Matrix acts, long seed) {
    return sae(config, acts, saeInitial(config, acts.cols(), seed), seed);
  }

  /** The plan of the autoencoder with given initial parameters. */
  static TrainingPlan sae(
      TamingConfig config, Matrix acts, List<LayerParameters> initial, long seed) {
    TamingConfig.Sae sae = config.sae();
    int hidden = acts.cols();
    DenseLayer encoder =
        DenseLayer.of(hidden, sae.dSae(), sae.activation().activation(), true)
            .withL1(sae.l1Coefficient(), Reduction.SUM);
    DenseLayer decoder = DenseLayer.of(sae.dSae(), hidden, Activation.LINEAR, false);
    if (sae.tied() == Tied.SHARED_STORAGE) {
      decoder = decoder.tiedTo(0, Tie.SHARED_STORAGE);
    }
    return new TrainingPlan(
        new NetworkSpec(encoder, decoder),
        initial,
        new TrainingData.Fixed(acts, acts),
        Loss.MSE,
        Penalty.NONE,
        OptimizerSpec.adam(sae.lr()).withClipNorm(sae.clipNorm()),
        sae.epochs(),
        seed);
  }

  private static List<LayerParameters> mlpInitial(
      TamingConfig config, List<Integer> widths, long seed) {
    List<LayerParameters> initial = new ArrayList<>();
    for (int l = 0; l < config.mlp().layers(); l++) {
      int inputs = widths.get(l);
      int outputs = widths.get(l + 1);
      RandomStream random = new RandomStream(seed, StreamId.INIT, l, 0);
      initial.add(config.init().draw(inputs, outputs, random));
    }
    return initial;
  }

  /**
   * Draws the autoencoder's initial parameters: feature directions from U(±1/√d_sae), scaled to
   * unit norm, and biases from U(0, 0.1).
   */
  private static List<LayerParameters> saeInitial(TamingConfig config, int hidden, long seed) {
    int dSae = config.sae().dSae();
    RandomStream random = new RandomStream(seed, StreamId.SAE_INIT);
    Matrix decoder =
        Initializers.unitColumns(
            Initializers.uniform(hidden, dSae, 1 / StrictMath.sqrt(dSae), random));
    float[] bias = new float[dSae];
    for (int j = 0; j < dSae; j++) {
      bias[j] = (float) random.nextDouble(0, 0.1);
    }
    Matrix own = config.sae().tied() == Tied.SHARED_STORAGE ? null : decoder;
    return List.of(new LayerParameters(decoder.transpose(), bias), new LayerParameters(own, null));
  }

  /** The widths of the network's layers: input, hidden layers, output. */
  private static List<Integer> widths(TamingConfig.Mlp mlp, TamingData data) {
    List<Integer> widths = new ArrayList<>(Collections.nCopies(mlp.layers() + 1, mlp.hidden()));
    widths.set(0, data.x().cols());
    widths.set(mlp.layers(), data.y().cols());
    return widths;
  }
}

package dev.polysweep.engine.net;

import dev.polysweep.Safetensors;
import dev.polysweep.data.TrainingData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The training runs of PyTorch's fixtures, said as plans. */
final class FixturePlans {

  private FixturePlans() {}

  /** The taming experiment's network. */
  static TrainingPlan taming(Safetensors f) {
    int depth = (int) f.number("layers");
    double lambda = f.number("lambda_reg");
    boolean l1 = f.metadata().get("regularizer").equals("l1");
    Activation hidden = Activation.valueOf(f.metadata().get("activation").toUpperCase(Locale.ROOT));
    List<DenseLayer> layers = new ArrayList<>();
    List<LayerParameters> initial = new ArrayList<>();
    for (int l = 0; l < depth; l++) {
      var w = f.tensor("init.W" + l);
      Activation activation = l < depth - 1 ? hidden : Activation.LINEAR;
      layers.add(DenseLayer.of(w.cols(), w.rows(), activation, true));
      initial.add(new LayerParameters(w, f.vector("init.b" + l)));
    }
    return new TrainingPlan(
        new NetworkSpec(layers),
        initial,
        new TrainingData.Fixed(f.tensor("train_x"), f.tensor("train_y")),
        Loss.MSE,
        l1 ? new Penalty(lambda, 0) : Penalty.NONE,
        OptimizerSpec.adam(f.number("lr")).withWeightDecay(l1 ? 0 : lambda),
        (int) f.number("epochs"),
        0);
  }

  /**
   * The taming experiment's sparse autoencoder on {@code acts}: h = LeakyReLU(z·W + b), z' = h·Wᵀ,
   * one storage with two optimiser parameters, MSE + λ·Σ|h|. The fixture's W is {@code [d_in,
   * d_sae]}.
   */
  static TrainingPlan tamingSae(Safetensors f) {
    var w = f.tensor("init.sae.W");
    int dIn = w.rows();
    int dSae = w.cols();
    var acts = f.tensor("acts");
    return new TrainingPlan(
        new NetworkSpec(
            DenseLayer.of(dIn, dSae, Activation.LEAKY_RELU, true)
                .withL1(f.number("lambda_reg"), Reduction.SUM),
            DenseLayer.of(dSae, dIn, Activation.LINEAR, false).tiedTo(0, Tie.SHARED_STORAGE)),
        List.of(
            new LayerParameters(w.transpose(), f.vector("init.sae.b")),
            new LayerParameters(null, null)),
        new TrainingData.Fixed(acts, acts),
        Loss.MSE,
        Penalty.NONE,
        OptimizerSpec.adam(f.number("sae_lr")),
        (int) f.number("epochs"),
        0);
  }

  /** The toy model x' = f(WᵀWx + b), without b and f when it is linear. b starts at 0. */
  static TrainingPlan toy(Safetensors f) {
    int nFeatures = (int) f.number("n_features");
    int nHidden = (int) f.number("n_hidden");
    boolean relu = f.metadata().get("relu").equals("True");
    Activation activation = relu ? Activation.RELU : Activation.LINEAR;
    double lr = f.number("lr");
    var x = f.tensor("x");
    return new TrainingPlan(
        new NetworkSpec(
            DenseLayer.of(nFeatures, nHidden, Activation.LINEAR, false),
            DenseLayer.of(nHidden, nFeatures, activation, relu).tiedTo(0, Tie.TRANSPOSED)),
        List.of(
            new LayerParameters(f.tensor("init.W"), null),
            new LayerParameters(null, relu ? new float[nFeatures] : null)),
        new TrainingData.Fixed(x, x),
        new Loss(f.vector("importance"), Reduction.SUM),
        Penalty.NONE,
        f.metadata().get("optimizer").equals("adam")
            ? OptimizerSpec.adam(lr)
            : OptimizerSpec.sgd(lr),
        (int) f.number("steps"),
        0);
  }
}

package dev.polysweep.experiment.network;

import dev.polysweep.data.FeatureTargets;
import dev.polysweep.data.TrainingData;
import dev.polysweep.engine.net.Activation;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.Loss;
import dev.polysweep.engine.net.NetworkSpec;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.Penalty;
import dev.polysweep.engine.net.Tie;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.experiment.Initialization;
import dev.polysweep.experiment.network.NetworkConfig.ErrorTerm;
import dev.polysweep.experiment.network.NetworkConfig.Init;
import dev.polysweep.experiment.network.NetworkConfig.Layer;
import dev.polysweep.experiment.network.NetworkConfig.Optimizer;
import dev.polysweep.experiment.network.NetworkConfig.TieKind;
import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.ArrayList;
import java.util.List;

/** Describes the network and its training as a plan for an engine. */
final class NetworkPlans {

  private NetworkPlans() {}

  /**
   * The plan of a network.
   *
   * @param twin number of the network among those of a cell, which differ in their initial weights
   *     only; 0 for the one whose results count
   */
  static TrainingPlan plan(NetworkConfig config, Samples samples, long seed, int twin) {
    return plan(config, samples.training(config, seed), initial(config, seed, twin), seed);
  }

  /** The plan of a network with given batches and initial parameters. */
  static TrainingPlan plan(
      NetworkConfig config, TrainingData data, List<LayerParameters> initial, long seed) {
    List<DenseLayer> layers = layers(config);
    return new TrainingPlan(
        new NetworkSpec(layers),
        initial,
        data,
        new Loss(
            importance(config.loss(), layers.get(layers.size() - 1).outputs()),
            config.loss().features()),
        new Penalty(config.penalty().l1(), config.penalty().l2()),
        optimizer(config.optimizer(), layers.get(0).outputs()),
        config.steps(),
        seed);
  }

  /** The layers from the first to the output. */
  static List<DenseLayer> layers(NetworkConfig config) {
    List<Integer> widths = Widths.of(config);
    List<DenseLayer> layers = new ArrayList<>();
    for (int l = 0; l < widths.size() - 1; l++) {
      boolean last = l == widths.size() - 2;
      Activation usual = last ? config.outputActivation() : config.activation();
      layers.add(
          config.layers().isEmpty()
              ? plain(config, widths.get(l), widths.get(l + 1), usual, l == widths.size() - 3)
              : given(config, config.layers().get(l), widths.get(l), usual));
    }
    return layers;
  }

  private static DenseLayer plain(
      NetworkConfig config, int inputs, int outputs, Activation activation, boolean lastHidden) {
    DenseLayer layer = DenseLayer.of(inputs, outputs, activation, config.bias());
    return lastHidden ? noisy(layer, config.noise(), config.noiseSigma()) : layer;
  }

  private static DenseLayer given(NetworkConfig config, Layer given, int inputs, Activation usual) {
    boolean bias = given.bias() == null ? config.bias() : given.bias();
    Activation activation = given.activation() == null ? usual : given.activation();
    DenseLayer layer =
        noisy(
                DenseLayer.of(inputs, given.width(), activation, bias),
                given.noise(),
                given.noiseSigma())
            .withL1(given.l1(), given.l1Reduction());
    if (given.tiedTo() == null) {
      return layer;
    }
    return layer.tiedTo(
        given.tiedTo(), given.tie() == TieKind.TRANSPOSED ? Tie.TRANSPOSED : Tie.SHARED_STORAGE);
  }

  private static DenseLayer noisy(DenseLayer layer, Noise.Kind kind, double sigma) {
    return kind == Noise.Kind.NONE ? layer : layer.with(new Noise(kind, sigma));
  }

  private static List<LayerParameters> initial(NetworkConfig config, long seed, int twin) {
    List<DenseLayer> layers = layers(config);
    List<LayerParameters> initial = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      DenseLayer layer = layers.get(l);
      Init own = config.layers().isEmpty() ? null : config.layers().get(l).init();
      LayerParameters drawn =
          draw(
              own == null ? config.init() : own,
              config.initSd(),
              layer,
              new RandomStream(seed, StreamId.INIT, l, twin));
      initial.add(
          new LayerParameters(
              layer.tie() == Tie.NONE ? drawn.weight() : null, layer.bias() ? drawn.bias() : null));
    }
    return initial;
  }

  private static LayerParameters draw(Init init, double sd, DenseLayer layer, RandomStream random) {
    int rows = layer.outputs();
    int cols = layer.inputs();
    return switch (init) {
      case RANDOM -> Initialization.RANDOM.draw(cols, rows, random);
      case ORTHOGONAL -> Initialization.ORTHOGONAL.draw(cols, rows, random);
      case XAVIER -> unbiased(Initializers.xavierNormal(rows, cols, 1, random));
      case NORMAL -> unbiased(Initializers.normal(rows, cols, sd, random));
    };
  }

  private static LayerParameters unbiased(Matrix weight) {
    return new LayerParameters(weight, new float[weight.rows()]);
  }

  /** The importance of each output, {@code [outputs]}, or null if all are equally important. */
  static float[] importance(ErrorTerm loss, int outputs) {
    if (loss.importance() == null) {
      return loss.importanceDecay() == 1
          ? null
          : FeatureTargets.importance(loss.importanceDecay(), outputs);
    }
    float[] importance = new float[loss.importance().size()];
    for (int k = 0; k < importance.length; k++) {
      importance[k] = loss.importance().get(k).floatValue();
    }
    return importance;
  }

  private static OptimizerSpec optimizer(Optimizer o, int width) {
    double factor =
        o.lrWidth() == null ? 1 : StrictMath.pow(o.lrWidth() / (double) width, o.lrPower());
    return new OptimizerSpec(
        o.kind(),
        o.lr() * factor,
        o.beta1(),
        o.beta2(),
        o.eps(),
        o.weightDecay(),
        o.lrSchedule(),
        o.clipNorm(),
        o.warmup(),
        new OptimizerSpec.Biases(o.biasLrFactor(), o.biasDecayFactor()));
  }
}

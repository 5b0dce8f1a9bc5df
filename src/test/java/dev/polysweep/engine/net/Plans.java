package dev.polysweep.engine.net;

import dev.polysweep.data.TrainingData;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Small training plans for tests: random data and weights, and changes to one part of a plan. */
public final class Plans {

  private static final int STEPS = 50;

  private Plans() {}

  /** A multi-layer perceptron of those widths with biases, its last layer linear; Adam at 0.01. */
  public static TrainingPlan mlp(int samples, Activation hidden, int... widths) {
    List<DenseLayer> layers = new ArrayList<>();
    for (int l = 0; l + 1 < widths.length; l++) {
      Activation activation = l + 2 < widths.length ? hidden : Activation.LINEAR;
      layers.add(DenseLayer.of(widths[l], widths[l + 1], activation, true));
    }
    Matrix x = gaussian(samples, widths[0], 1);
    Matrix y = gaussian(samples, widths[widths.length - 1], 2);
    return plan(new NetworkSpec(layers), new TrainingData.Fixed(x, y));
  }

  /** An autoencoder with a linear decoder; Adam at 0.01. */
  static TrainingPlan autoencoder(
      int samples, int width, int hidden, Activation activation, Tie tie, boolean decoderBias) {
    DenseLayer decoder = DenseLayer.of(hidden, width, Activation.LINEAR, decoderBias);
    NetworkSpec network =
        new NetworkSpec(
            DenseLayer.of(width, hidden, activation, true),
            tie == Tie.NONE ? decoder : decoder.tiedTo(0, tie));
    Matrix x = gaussian(samples, width, 1);
    return plan(network, new TrainingData.Fixed(x, x));
  }

  /** A plan with random initial parameters, MSE, Adam at 0.01, {@value #STEPS} steps, seed 3. */
  static TrainingPlan plan(NetworkSpec network, TrainingData data) {
    return new TrainingPlan(
        network,
        initial(network, 3),
        data,
        Loss.MSE,
        Penalty.NONE,
        OptimizerSpec.adam(0.01),
        STEPS,
        3);
  }

  /** Weights and biases uniform in ±1/√fan_in. */
  static List<LayerParameters> initial(NetworkSpec network, long seed) {
    RandomStream random = new RandomStream(seed, StreamId.INIT);
    List<LayerParameters> all = new ArrayList<>();
    for (DenseLayer layer : network.layers()) {
      double bound = 1 / Math.sqrt(layer.inputs());
      Matrix weight = null;
      if (layer.tie() == Tie.NONE) {
        weight = new Matrix(layer.outputs(), layer.inputs());
        fillUniform(weight.data(), bound, random);
      }
      float[] bias = null;
      if (layer.bias()) {
        bias = new float[layer.outputs()];
        fillUniform(bias, bound, random);
      }
      all.add(new LayerParameters(weight, bias));
    }
    return all;
  }

  /** A matrix of standard normals. */
  static Matrix gaussian(int rows, int cols, long seed) {
    RandomStream random = new RandomStream(seed, StreamId.DATA);
    Matrix m = new Matrix(rows, cols);
    for (int i = 0; i < m.data().length; i++) {
      m.data()[i] = (float) random.nextGaussian();
    }
    return m;
  }

  /** The plan with another loss. */
  static TrainingPlan with(TrainingPlan p, Loss loss) {
    return new TrainingPlan(
        p.network(), p.initial(), p.data(), loss, p.penalty(), p.optimizer(), p.steps(), p.seed());
  }

  /** The plan with other penalties. */
  static TrainingPlan with(TrainingPlan p, Penalty penalty) {
    return new TrainingPlan(
        p.network(), p.initial(), p.data(), p.loss(), penalty, p.optimizer(), p.steps(), p.seed());
  }

  /** The plan with another optimiser. */
  public static TrainingPlan with(TrainingPlan p, OptimizerSpec optimizer) {
    return new TrainingPlan(
        p.network(), p.initial(), p.data(), p.loss(), p.penalty(), optimizer, p.steps(), p.seed());
  }

  /** The plan with other data of the same widths. */
  static TrainingPlan with(TrainingPlan p, TrainingData data) {
    return new TrainingPlan(
        p.network(), p.initial(), data, p.loss(), p.penalty(), p.optimizer(), p.steps(), p.seed());
  }

  /** The plan with another seed of the noise, and initial parameters drawn from it. */
  static TrainingPlan withSeed(TrainingPlan p, long seed) {
    return new TrainingPlan(
        p.network(),
        initial(p.network(), seed),
        p.data(),
        p.loss(),
        p.penalty(),
        p.optimizer(),
        p.steps(),
        seed);
  }

  /** The plan with another length of the run. */
  static TrainingPlan withSteps(TrainingPlan p, int steps) {
    return new TrainingPlan(
        p.network(), p.initial(), p.data(), p.loss(), p.penalty(), p.optimizer(), steps, p.seed());
  }

  /** The plan with one layer changed; shapes, bias and tie must stay. */
  static TrainingPlan withLayer(TrainingPlan p, int layer, UnaryOperator<DenseLayer> change) {
    List<DenseLayer> layers = new ArrayList<>(p.network().layers());
    layers.set(layer, change.apply(layers.get(layer)));
    return new TrainingPlan(
        new NetworkSpec(layers),
        p.initial(),
        p.data(),
        p.loss(),
        p.penalty(),
        p.optimizer(),
        p.steps(),
        p.seed());
  }

  private static void fillUniform(float[] values, double bound, RandomStream random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
  }
}

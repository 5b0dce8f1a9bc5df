package dev.polysweep.engine.net;

import dev.polysweep.data.TrainingData;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Named;

/**
 * The plans that an engine is tried on: sizes that hit the tails of tiles and vectors, and
 * everything a plan can say.
 */
final class EngineCases {

  /** Around multiples of 4 (register blocks), 8 and 16 (vectors), and 64. */
  static final int[] WIDTHS = {1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 16, 17, 31, 33, 64};

  /** Around multiples of 16 (vectors) and 64 (tiles), and the taming experiment's 820. */
  static final int[] SAMPLES = {1, 2, 15, 16, 17, 63, 64, 65, 128, 129, 200, 820};

  private EngineCases() {}

  /** Features computed from the step's number. */
  record Ramp(int samples, int inputs, int targets, long salt) implements TrainingData.Generated {
    @Override
    public void fill(int step, Matrix x, Matrix y) {
      RandomStream random = new RandomStream(salt, StreamId.DATA, step, 0);
      for (Matrix m : List.of(x, y)) {
        for (int i = 0; i < m.data().length; i++) {
          m.data()[i] = (float) random.nextGaussian();
        }
      }
    }
  }

  /** Every width as input, hidden and output, every number of samples, untied and tied. */
  static List<Named<TrainingPlan>> sizes() {
    List<Named<TrainingPlan>> cases = new ArrayList<>();
    for (int i = 0; i < WIDTHS.length; i++) {
      int in = WIDTHS[i];
      int hidden = WIDTHS[(i + 4) % WIDTHS.length];
      int out = WIDTHS[(i + 9) % WIDTHS.length];
      int n = SAMPLES[i % SAMPLES.length];
      cases.add(named(in + "-" + hidden + "-" + out + " on " + n, n, in, hidden, out));
      Tie tie = i % 2 == 0 ? Tie.TRANSPOSED : Tie.SHARED_STORAGE;
      cases.add(
          Named.of(
              tie + " " + in + "-" + hidden + " on " + n,
              Plans.autoencoder(n, in, hidden, Activation.TANH, tie, true)));
    }
    for (int n : SAMPLES) {
      cases.add(named("8-12-12-8 on " + n, n, 8, 12, 12, 8));
    }
    cases.add(named("64-64-64 on 129", 129, 64, 64, 64));
    cases.add(named("one layer, 1-1 on 1", 1, 1, 1));
    return cases;
  }

  /** Runs that together use every value of every part of a plan. */
  static List<Named<TrainingPlan>> features() {
    List<Named<TrainingPlan>> cases = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      cases.add(Named.of(activation + "", Plans.mlp(65, activation, 5, 9, 7, 3)));
    }
    losses(cases);
    penalties(cases);
    ties(cases);
    noises(cases);
    optimizers(cases);
    data(cases);
    return cases;
  }

  private static void losses(List<Named<TrainingPlan>> cases) {
    TrainingPlan plan = Plans.mlp(33, Activation.GELU, 4, 6, 5);
    float[] importance = {1, 0.7f, 0.49f, 0, 2};
    for (Reduction reduction : Reduction.values()) {
      cases.add(Named.of("loss " + reduction, Plans.with(plan, new Loss(null, reduction))));
      cases.add(
          Named.of(
              "loss " + reduction + " by importance",
              Plans.with(plan, new Loss(importance, reduction))));
    }
  }

  private static void penalties(List<Named<TrainingPlan>> cases) {
    List<Penalty> penalties =
        List.of(new Penalty(0.01, 0), new Penalty(0, 0.01), new Penalty(0.003, 0.002));
    for (Penalty penalty : penalties) {
      cases.add(
          Named.of(penalty + "", Plans.with(Plans.mlp(50, Activation.RELU, 5, 9, 3), penalty)));
      for (Tie tie : new Tie[] {Tie.TRANSPOSED, Tie.SHARED_STORAGE}) {
        TrainingPlan tied = Plans.autoencoder(50, 5, 9, Activation.LEAKY_RELU, tie, true);
        cases.add(Named.of(penalty + " " + tie, Plans.with(tied, penalty)));
      }
    }
    for (Reduction reduction : Reduction.values()) {
      for (Activation activation : Activation.values()) {
        TrainingPlan sae = Plans.autoencoder(70, 6, 13, activation, Tie.SHARED_STORAGE, false);
        double lambda = reduction == Reduction.MEAN ? 0.1 : 1e-4;
        cases.add(
            Named.of(
                "activations' L1 " + reduction + " " + activation,
                Plans.withLayer(sae, 0, layer -> layer.withL1(lambda, reduction))));
      }
    }
    TrainingPlan mlp = Plans.mlp(70, Activation.TANH, 6, 7, 5);
    cases.add(
        Named.of(
            "activations' L1 on the output",
            Plans.withLayer(mlp, 1, layer -> layer.withL1(0.1, Reduction.MEAN))));
  }

  private static void ties(List<Named<TrainingPlan>> cases) {
    List<OptimizerSpec> optimizers =
        List.of(
            OptimizerSpec.adam(0.01),
            OptimizerSpec.adam(0.01).withWeightDecay(0.1).withClipNorm(0.05),
            adamw(0.01, 0.1),
            OptimizerSpec.sgd(0.1).withWeightDecay(0.01).withClipNorm(0.1));
    for (Tie tie : Tie.values()) {
      for (boolean bias : new boolean[] {false, true}) {
        TrainingPlan plan = Plans.autoencoder(40, 5, 7, Activation.LEAKY_RELU, tie, bias);
        for (OptimizerSpec optimizer : optimizers) {
          cases.add(
              Named.of(
                  tie + (bias ? " with bias " : " ") + optimizer, Plans.with(plan, optimizer)));
        }
      }
    }
    NetworkSpec deep =
        new NetworkSpec(
            DenseLayer.of(6, 4, Activation.TANH, true),
            DenseLayer.of(4, 3, Activation.GELU, false),
            DenseLayer.of(3, 4, Activation.TANH, true).tiedTo(1, Tie.TRANSPOSED),
            DenseLayer.of(4, 6, Activation.LINEAR, true).tiedTo(0, Tie.SHARED_STORAGE));
    Matrix x = Plans.gaussian(40, 6, 1);
    cases.add(Named.of("two ties in one network", Plans.plan(deep, new TrainingData.Fixed(x, x))));
    NetworkSpec twice =
        new NetworkSpec(
            DenseLayer.of(5, 5, Activation.TANH, true),
            DenseLayer.of(5, 5, Activation.TANH, true).tiedTo(0, Tie.TRANSPOSED),
            DenseLayer.of(5, 5, Activation.LINEAR, true).tiedTo(0, Tie.SHARED_STORAGE));
    Matrix z = Plans.gaussian(40, 5, 1);
    cases.add(Named.of("two layers tied to one", Plans.plan(twice, new TrainingData.Fixed(z, z))));
  }

  private static void noises(List<Named<TrainingPlan>> cases) {
    for (Noise.Kind kind : Noise.Kind.values()) {
      Noise noise = new Noise(kind, 0.1);
      TrainingPlan mlp = Plans.mlp(65, Activation.RELU, 4, 13, 7, 3);
      cases.add(Named.of(kind + " noise", Plans.withLayer(mlp, 1, layer -> layer.with(noise))));
      Noise larger = new Noise(kind, 0.3);
      cases.add(
          Named.of(
              kind + " noise on the output", Plans.withLayer(mlp, 2, layer -> layer.with(larger))));
      TrainingPlan wide = Plans.mlp(17, Activation.TANH, 3, 130, 2);
      cases.add(
          Named.of(kind + " noise on 130", Plans.withLayer(wide, 0, layer -> layer.with(noise))));
    }
  }

  private static void optimizers(List<Named<TrainingPlan>> cases) {
    List<OptimizerSpec> optimizers =
        List.of(
            OptimizerSpec.adam(0.001),
            OptimizerSpec.adam(0.01).withWeightDecay(0.1),
            OptimizerSpec.adam(0.01).withSchedule(OptimizerSpec.Schedule.COSINE),
            OptimizerSpec.adam(0.01).withClipNorm(0.01),
            OptimizerSpec.adam(0.01).withClipNorm(1000),
            new OptimizerSpec(
                OptimizerSpec.Kind.ADAM,
                0.01,
                0.5,
                0.9,
                1e-3,
                0,
                constant(),
                0,
                0,
                OptimizerSpec.Biases.AS_WEIGHTS),
            adamw(0.01, 0.1),
            adamw(0.01, 0.1).withClipNorm(0.1).withSchedule(OptimizerSpec.Schedule.COSINE),
            OptimizerSpec.sgd(0.1),
            OptimizerSpec.adam(0.01).withWarmup(3),
            OptimizerSpec.sgd(0.1).withWeightDecay(0.1),
            OptimizerSpec.sgd(0.1).withSchedule(OptimizerSpec.Schedule.COSINE).withWarmup(2),
            OptimizerSpec.sgd(0.1).withSchedule(OptimizerSpec.Schedule.COSINE),
            OptimizerSpec.sgd(0.1).withClipNorm(0.1).withWeightDecay(0.01),
            adamw(0.01, -0.1).withBiases(new OptimizerSpec.Biases(0.25, 0)),
            OptimizerSpec.adam(0.01)
                .withWeightDecay(0.1)
                .withBiases(new OptimizerSpec.Biases(1, 0)),
            OptimizerSpec.sgd(0.1).withWeightDecay(0.1).withBiases(new OptimizerSpec.Biases(3, 2)));
    TrainingPlan plan = Plans.mlp(65, Activation.RELU, 5, 9, 7, 3);
    for (OptimizerSpec optimizer : optimizers) {
      cases.add(Named.of(optimizer + "", Plans.with(plan, optimizer)));
    }
  }

  private static void data(List<Named<TrainingPlan>> cases) {
    TrainingPlan mlp = Plans.mlp(65, Activation.TANH, 5, 9, 3);
    cases.add(Named.of("generated data", Plans.with(mlp, new Ramp(67, 5, 3, 11))));
    for (double probability : new double[] {0, 0.05, 0.5, 1}) {
      cases.add(Named.of("features with probability " + probability, toy(5, 2, probability)));
    }
    cases.add(Named.of("20 features", toy(20, 5, 0.3)));
    TrainingData many = new TrainingData.SparseFeatures(256, 40, 0.1, 5);
    cases.add(Named.of("rows that share cache sets", Plans.with(toy(40, 6, 0.1), many)));
  }

  /** The toy model x' = ReLU(WᵀWx + b) on sparse features. */
  static TrainingPlan toy(int nFeatures, int nHidden, double probability) {
    NetworkSpec network =
        new NetworkSpec(
            DenseLayer.of(nFeatures, nHidden, Activation.LINEAR, false),
            DenseLayer.of(nHidden, nFeatures, Activation.RELU, true).tiedTo(0, Tie.TRANSPOSED));
    return Plans.with(
        Plans.plan(network, new TrainingData.SparseFeatures(100, nFeatures, probability, 5)),
        new Loss(null, Reduction.SUM));
  }

  static OptimizerSpec adamw(double lr, double decay) {
    return OptimizerSpec.of(OptimizerSpec.Kind.ADAMW, lr).withWeightDecay(decay);
  }

  private static OptimizerSpec.Schedule constant() {
    return OptimizerSpec.Schedule.CONSTANT;
  }

  private static Named<TrainingPlan> named(String name, int samples, int... widths) {
    return Named.of(name, Plans.mlp(samples, Activation.TANH, widths));
  }
}

package dev.polysweep.engine.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.data.TrainingData;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The straight loops' gradients against central differences (L(p + ε) − L(p − ε))/2ε.
 *
 * <p>With ε = 1e-6 the truncation error is ε²·L‴/6 ≈ 1e-12 and that of rounding 1e-16·L/ε ≈
 * 1e-10·L, so 1e-7·(1 + |gradient|) leaves room for both. A draw that lies within ε of a kink would
 * show as an error of the order of the gradient itself; the seeds here have none.
 */
class GradientTest {

  private static final double EPSILON = 1e-6;
  private static final double TOLERANCE = 1e-7;

  @ParameterizedTest
  @EnumSource(Activation.class)
  void activations(Activation activation) {
    check(Plans.mlp(7, activation, 3, 5, 4, 2));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void losses(Loss loss) {
    check(Plans.with(Plans.mlp(7, Activation.TANH, 3, 5, 3), loss));
  }

  static List<Loss> losses() {
    float[] importance = {1, 0.5f, 0};
    return List.of(
        Loss.MSE,
        new Loss(null, Reduction.SUM),
        new Loss(importance, Reduction.MEAN),
        new Loss(importance, Reduction.SUM));
  }

  @ParameterizedTest
  @MethodSource("penalties")
  void penalties(Penalty penalty) {
    check(Plans.with(Plans.mlp(7, Activation.GELU, 3, 5, 3), penalty));
    check(Plans.with(Plans.autoencoder(7, 4, 6, Activation.GELU, Tie.TRANSPOSED, true), penalty));
    check(
        Plans.with(Plans.autoencoder(7, 4, 6, Activation.GELU, Tie.SHARED_STORAGE, true), penalty));
  }

  static List<Penalty> penalties() {
    return List.of(new Penalty(0.3, 0), new Penalty(0, 0.3), new Penalty(0.2, 0.1));
  }

  @ParameterizedTest
  @EnumSource(Tie.class)
  void ties(Tie tie) {
    for (boolean decoderBias : new boolean[] {false, true}) {
      check(Plans.autoencoder(9, 4, 6, Activation.TANH, tie, decoderBias));
    }
  }

  @ParameterizedTest
  @EnumSource(Reduction.class)
  void penaltyOnActivations(Reduction reduction) {
    for (Activation activation : Activation.values()) {
      TrainingPlan plan = Plans.autoencoder(9, 4, 6, activation, Tie.TRANSPOSED, true);
      check(Plans.withLayer(plan, 0, layer -> layer.withL1(0.3, reduction)));
    }
  }

  @ParameterizedTest
  @EnumSource(Noise.Kind.class)
  void noise(Noise.Kind kind) {
    TrainingPlan plan = Plans.mlp(9, Activation.TANH, 3, 5, 4, 2);
    for (int l = 0; l < 3; l++) {
      check(Plans.withLayer(plan, l, layer -> layer.with(new Noise(kind, 0.5))));
    }
  }

  @Test
  void penaltyOnActivationsComesBeforeNoise() {
    TrainingPlan quiet =
        Plans.withLayer(
            Plans.mlp(9, Activation.TANH, 3, 5, 2), 0, layer -> layer.withL1(1, Reduction.MEAN));
    TrainingPlan noisy =
        Plans.withLayer(quiet, 0, layer -> layer.with(new Noise(Noise.Kind.BIPOLAR, 100)));
    // With an importance of 0 the error vanishes and the penalty alone is left.
    Loss nothing = new Loss(new float[] {0, 0}, Reduction.MEAN);
    assertEquals(loss(Plans.with(quiet, nothing)), loss(Plans.with(noisy, nothing)));
  }

  @Test
  void kinksHaveTheirDefinedDerivatives() {
    assertEquals(0, ReferenceActivation.slope(Activation.RELU, 0));
    assertEquals(0.01, ReferenceActivation.slope(Activation.LEAKY_RELU, 0));
    Matrix zero = new Matrix(1, 1);
    TrainingPlan still =
        new TrainingPlan(
            new NetworkSpec(DenseLayer.of(1, 1, Activation.LINEAR, false).withL1(1, Reduction.SUM)),
            List.of(new LayerParameters(zero, null)),
            new TrainingData.Fixed(new Matrix(1, 1, new float[] {1}), zero),
            Loss.MSE,
            new Penalty(1, 0),
            OptimizerSpec.sgd(1),
            1,
            0);
    ReferenceTrainer trainer = new ReferenceTrainer(still);
    trainer.train(1);
    assertEquals(0, trainer.loss());
    assertEquals(0, trainer.parameters().get(0).weight().get(0, 0));
  }

  private static double loss(TrainingPlan plan) {
    return new ReferenceNetwork(plan).lossAndGradients(ReferenceBatch.of(plan, 0));
  }

  private static void check(TrainingPlan plan) {
    ReferenceNetwork network = new ReferenceNetwork(plan);
    ReferenceBatch batch = ReferenceBatch.of(plan, 3);
    network.lossAndGradients(batch);
    List<ReferenceParameter> parameters = network.parameters();
    List<double[]> gradients = new ArrayList<>();
    for (ReferenceParameter p : parameters) {
      gradients.add(gradientOfStorage(p, parameters));
    }
    double largest = 0;
    for (int k = 0; k < gradients.size(); k++) {
      double[] values = parameters.get(k).values;
      for (int i = 0; i < values.length; i++) {
        double at = values[i];
        values[i] = at + EPSILON;
        double above = network.lossAndGradients(batch);
        values[i] = at - EPSILON;
        double below = network.lossAndGradients(batch);
        values[i] = at;
        double expected = (above - below) / (2 * EPSILON);
        double actual = gradients.get(k)[i];
        assertEquals(
            expected,
            actual,
            TOLERANCE * (1 + Math.abs(expected)),
            "parameter " + k + ", entry " + i);
        largest = Math.max(largest, Math.abs(actual));
      }
    }
    assertTrue(largest > 1e-3, "a gradient that vanishes everywhere shows nothing");
  }

  /** The derivative by the stored values: the sum over all parameters that lie on that storage. */
  private static double[] gradientOfStorage(ReferenceParameter p, List<ReferenceParameter> all) {
    double[] sum = new double[p.values.length];
    for (ReferenceParameter other : all) {
      for (int i = 0; i < sum.length && other.values == p.values; i++) {
        sum[i] += other.gradient[i];
      }
    }
    return sum;
  }
}

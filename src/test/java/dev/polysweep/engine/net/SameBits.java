package dev.polysweep.engine.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.Engine;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Named;

/**
 * Two engines that promise the same bits, side by side on everything that a plan can say. All plans
 * are trained as one pack, which also tries packs of unlike models.
 */
public final class SameBits {

  private final Engine expected;
  private final Engine actual;

  /** The comparison of two engines. */
  public SameBits(Engine expected, Engine actual) {
    this.expected = expected;
    this.actual = actual;
    assertTrue(expected.sameBits(actual.name()) && actual.sameBits(expected.name()));
  }

  /** Everything that the contract of engines tries. */
  public static List<Named<TrainingPlan>> all() {
    List<Named<TrainingPlan>> cases = new ArrayList<>(EngineCases.sizes());
    cases.addAll(EngineCases.features());
    TrainingPlan noisy =
        Plans.withLayer(
            Plans.mlp(70, Activation.TANH, 6, 7, 5),
            1,
            layer -> layer.withL1(0.1, Reduction.SUM).with(new Noise(Noise.Kind.GAUSSIAN, 0.2)));
    cases.add(Named.of("noise and activations' L1 on the output", noisy));
    TrainingPlan wild = Plans.with(noisy, OptimizerSpec.sgd(1e6));
    cases.add(Named.of("a model that diverges", wild));
    return cases;
  }

  /** Trains the cases with both engines, and compares losses, parameters and outputs at stops. */
  public void compare(List<Named<TrainingPlan>> cases, int... stops) {
    List<TrainingPlan> plans = cases.stream().map(Named::getPayload).toList();
    try (TrainingSession a = expected.open(plans);
        TrainingSession b = actual.open(plans)) {
      for (int stop : stops) {
        a.train(stop - a.step());
        b.train(stop - b.step());
        for (int m = 0; m < plans.size(); m++) {
          compare(a, b, m, plans.get(m), cases.get(m).getName() + " after " + stop + " steps");
        }
      }
    }
  }

  private static void compare(
      TrainingSession a, TrainingSession b, int m, TrainingPlan plan, String where) {
    assertEquals(a.loss(m), b.loss(m), "loss of " + where);
    assertEquals(a.live(m), b.live(m), where);
    Matrix x = Plans.gaussian(37, plan.network().inputs(), 5);
    for (int l = 0; l < plan.network().layers().size(); l++) {
      LayerParameters p = a.parameters(m).get(l);
      LayerParameters q = b.parameters(m).get(l);
      String layer = "layer " + l + " of " + where;
      if (p.weight() != null) {
        assertBits(p.weight().data(), q.weight().data(), "weights of " + layer);
      }
      if (p.bias() != null) {
        assertBits(p.bias(), q.bias(), "biases of " + layer);
      }
      if (a.live(m)) {
        assertBits(a.forward(m, x, l).data(), b.forward(m, x, l).data(), "outputs of " + layer);
      }
    }
  }

  private static void assertBits(float[] expected, float[] actual, String what) {
    assertEquals(expected.length, actual.length, what);
    int at = Arrays.mismatch(bits(expected), bits(actual));
    assertTrue(
        at < 0,
        () -> what + ": entry " + at + " is " + actual[at] + " and should be " + expected[at]);
  }

  /** The bits, with one for all not-a-numbers. */
  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return bits;
  }
}

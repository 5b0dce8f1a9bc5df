package dev.polysweep.engine.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.polysweep.Fixtures;
import dev.polysweep.Safetensors;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The straight loops against PyTorch's training runs.
 *
 * <p>PyTorch computed in float: a loss is a sum of some thousand terms, rounded to 6e-8 each, so it
 * is known to about 1e-6 relative, and losses are held to 1e-5 relative at every epoch. A weight
 * that an L1 penalty holds at 0 hops over the kink by up to one step of Adam, and rounding decides
 * on which side it is seen; so final parameters are held to that step, 1e-3.
 */
class ReferenceTrainerTest {

  private static final double LOSS_TOLERANCE = 1e-5;
  private static final double PARAMETER_TOLERANCE = 1e-3;

  @ParameterizedTest
  @MethodSource("tamingRuns")
  void tamingNetworkFollowsPyTorch(Safetensors f) {
    ReferenceTrainer trainer = follow(FixturePlans.taming(f), f.vector("mlp.loss"));
    for (int l = 0; l < trainer.network.layers.size(); l++) {
      assertClose(f.tensor("final.W" + l).data(), trainer.parameters().get(l).weight().data());
      assertClose(f.vector("final.b" + l), trainer.parameters().get(l).bias());
    }
  }

  @ParameterizedTest
  @MethodSource("tamingRuns")
  void tamingAutoencoderFollowsPyTorch(Safetensors f) {
    ReferenceTrainer trainer = follow(FixturePlans.tamingSae(f), f.vector("sae.loss"));
    LayerParameters encoder = trainer.parameters().get(0);
    assertClose(f.tensor("final.sae.W").transpose().data(), encoder.weight().data());
    assertClose(f.vector("final.sae.b"), encoder.bias());
    assertNull(trainer.parameters().get(1).weight());
  }

  @ParameterizedTest
  @MethodSource("toyRuns")
  void toyModelFollowsPyTorch(Safetensors f) {
    ReferenceTrainer trainer = follow(FixturePlans.toy(f), f.vector("loss"));
    assertClose(f.tensor("final.W").data(), trainer.parameters().get(0).weight().data());
    if (trainer.network.layers.get(1).bias() != null) {
      assertClose(f.vector("final.b"), trainer.parameters().get(1).bias());
    }
  }

  static List<Safetensors> tamingRuns() {
    return Fixtures.ofKind("taming");
  }

  static List<Safetensors> toyRuns() {
    return Fixtures.ofKind("toy");
  }

  private static ReferenceTrainer follow(TrainingPlan plan, float[] losses) {
    assertEquals(plan.steps(), losses.length);
    ReferenceTrainer trainer = new ReferenceTrainer(plan);
    for (int epoch = 0; epoch < losses.length; epoch++) {
      trainer.train(1);
      double expected = losses[epoch];
      assertEquals(expected, trainer.loss(), LOSS_TOLERANCE * expected, "loss of epoch " + epoch);
    }
    return trainer;
  }

  private static void assertClose(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], PARAMETER_TOLERANCE, "entry " + i);
    }
  }
}

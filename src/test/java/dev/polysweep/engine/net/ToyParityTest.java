package dev.polysweep.engine.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polysweep.Fixtures;
import dev.polysweep.Safetensors;
import dev.polysweep.data.TrainingData;
import dev.polysweep.engine.Engines;
import dev.polysweep.math.Matrix;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The toy model of superposition, x' = f(WᵀWx + b), against runs of PyTorch on a fixed batch; the
 * linear model has no bias. Bounds as for the taming experiment.
 */
@Tag("parity")
class ToyParityTest {

  private static final double LOSS = 1e-4; // relative
  private static final float WEIGHT = 2e-3f; // absolute

  @TestFactory
  Stream<DynamicTest> oneTestAFile() {
    return Fixtures.ofKind("toy").stream()
        .map(file -> DynamicTest.dynamicTest(file.toString(), () -> trainsAsPyTorchDoes(file)));
  }

  private void trainsAsPyTorchDoes(Safetensors file) {
    float[] losses = file.vector("loss");
    try (TrainingSession session =
        Engines.named(Engines.AUTO).open(List.of(plan(file, losses.length)))) {
      for (int step = 0; step < losses.length; step++) {
        session.train(1);
        assertEquals(
            losses[step], session.loss(0), LOSS * Math.abs(losses[step]), "step " + (step + 1));
      }
      List<LayerParameters> trained = session.parameters(0);
      assertArrayEquals(file.tensor("final.W").data(), trained.get(0).weight().data(), WEIGHT, "W");
      if (trained.get(1).bias() != null) {
        assertArrayEquals(file.vector("final.b"), trained.get(1).bias(), WEIGHT, "b");
      }
    }
  }

  private static TrainingPlan plan(Safetensors file, int steps) {
    Matrix x = file.tensor("x");
    Matrix w = file.tensor("init.W");
    boolean relu =
        Boolean.parseBoolean(file.metadata().get("relu").toLowerCase(java.util.Locale.ROOT));
    NetworkSpec network =
        new NetworkSpec(
            DenseLayer.of(w.cols(), w.rows(), Activation.LINEAR, false),
            DenseLayer.of(w.rows(), w.cols(), relu ? Activation.RELU : Activation.LINEAR, relu)
                .tiedTo(0, Tie.TRANSPOSED));
    float[] bias = relu ? new float[w.cols()] : null;
    return new TrainingPlan(
        network,
        List.of(new LayerParameters(w, null), new LayerParameters(null, bias)),
        new TrainingData.Fixed(x, x),
        new Loss(file.vector("importance"), Reduction.SUM),
        Penalty.NONE,
        optimizer(file),
        steps,
        0);
  }

  private static OptimizerSpec optimizer(Safetensors file) {
    double lr = file.number("lr");
    return switch (file.metadata().get("optimizer")) {
      case "sgd" -> OptimizerSpec.sgd(lr);
      case "adam" -> OptimizerSpec.adam(lr);
      // torch.optim.AdamW's default decay
      case "adamw" -> OptimizerSpec.of(OptimizerSpec.Kind.ADAMW, lr).withWeightDecay(0.01);
      default -> throw new IllegalArgumentException(file + ": unknown optimizer");
    };
  }
}

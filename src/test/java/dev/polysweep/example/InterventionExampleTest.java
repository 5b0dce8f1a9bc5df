package dev.polysweep.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.data.TrainingData;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.net.Activation;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.Loss;
import dev.polysweep.engine.net.NetworkSpec;
import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.Penalty;
import dev.polysweep.engine.net.Tie;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import dev.polysweep.metric.geometry.FeatureGeometry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Example: one network, a toy model x' = ReLU(WᵀWx + b) of 8 features in 3 dimensions, is trained
 * without a sweep, and half-way the feature with the largest norm is all but taken out of its
 * weights.
 */
class InterventionExampleTest {

  private static final int FEATURES = 8;
  private static final int HIDDEN = 3;
  private static final int STEPS = 1200;
  private static final long SEED = 1;

  @Test
  void aFeatureThatIsTakenOutStaysAway() {
    Engine engine = Engines.named("simd");
    try (TrainingSession session = engine.open(List.of(toyModel()))) {
      session.train(STEPS / 2);
      Matrix w = session.parameters(0).get(0).weight(); // a copy, [hidden, features]
      double[] norms = FeatureGeometry.of(w).norms();
      int strongest = strongest(norms);

      for (int h = 0; h < HIDDEN; h++) {
        w.set(h, strongest, 0.05f * w.get(h, strongest));
      }
      session.setParameters(0, 0, new LayerParameters(w, null));

      session.train(STEPS / 2);
      double after = FeatureGeometry.of(session.parameters(0).get(0).weight()).norms()[strongest];
      // The other features have taken its room in the meantime.
      assertTrue(after < 0.1 * norms[strongest], norms[strongest] + " before, " + after + " after");
      assertEquals(STEPS, session.step());
      assertTrue(session.live(0));
    }
  }

  private static int strongest(double[] norms) {
    return IntStream.range(0, norms.length)
        .reduce((i, j) -> norms[i] >= norms[j] ? i : j)
        .orElseThrow();
  }

  private static TrainingPlan toyModel() {
    RandomStream random = new RandomStream(SEED, StreamId.INIT);
    Matrix w = Initializers.xavierNormal(HIDDEN, FEATURES, 1, random);
    return new TrainingPlan(
        new NetworkSpec(
            DenseLayer.of(FEATURES, HIDDEN, Activation.LINEAR, false),
            DenseLayer.of(HIDDEN, FEATURES, Activation.RELU, true).tiedTo(0, Tie.TRANSPOSED)),
        List.of(new LayerParameters(w, null), new LayerParameters(null, new float[FEATURES])),
        new TrainingData.SparseFeatures(1024, FEATURES, 0.1, SEED),
        Loss.MSE,
        Penalty.NONE,
        OptimizerSpec.adam(0.01),
        STEPS,
        SEED);
  }
}

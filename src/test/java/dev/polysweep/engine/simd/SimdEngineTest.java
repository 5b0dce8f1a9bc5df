package dev.polysweep.engine.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polysweep.data.TrainingData;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.Activation;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.EngineContract;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.Loss;
import dev.polysweep.engine.net.NetworkSpec;
import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.Penalty;
import dev.polysweep.engine.net.ReferenceTrainer;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The SIMD engine keeps the contract, and trains networks of any width. */
class SimdEngineTest extends EngineContract {

  /**
   * Sums of up to 4096 products in single precision: 4096·2⁻²⁴, and what eight steps make of it.
   */
  private static final double TOLERANCE = 1e-3; // relative

  @Override
  protected Engine engine() {
    return new SimdEngine();
  }

  @ParameterizedTest
  @CsvSource({"1, 4096, 1, 3", "4096, 1, 4096, 17", "1000, 37, 500, 70"})
  void widestLayers(int inputs, int hidden, int outputs, int samples) {
    RandomStream random = new RandomStream(3, StreamId.INIT);
    TrainingPlan plan =
        new TrainingPlan(
            new NetworkSpec(
                DenseLayer.of(inputs, hidden, Activation.RELU, true),
                DenseLayer.of(hidden, outputs, Activation.LINEAR, true)),
            List.of(layer(hidden, inputs, random), layer(outputs, hidden, random)),
            new TrainingData.Fixed(
                Initializers.normal(samples, inputs, 1, random),
                Initializers.normal(samples, outputs, 1, random)),
            Loss.MSE,
            Penalty.NONE,
            OptimizerSpec.adam(1e-3),
            8,
            0);
    ReferenceTrainer expected = new ReferenceTrainer(plan);
    try (TrainingSession session = engine().open(List.of(plan))) {
      expected.train(8);
      session.train(8);
      assertEquals(expected.loss(), session.loss(0), TOLERANCE * expected.loss());
    }
  }

  private static LayerParameters layer(int outputs, int inputs, RandomStream random) {
    Matrix weight = Initializers.normal(outputs, inputs, 1 / Math.sqrt(inputs), random);
    return new LayerParameters(weight, new float[outputs]);
  }
}

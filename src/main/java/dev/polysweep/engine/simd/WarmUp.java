package dev.polysweep.engine.simd;

import dev.polysweep.data.TrainingData;
import dev.polysweep.engine.Activation;
import dev.polysweep.engine.DenseLayer;
import dev.polysweep.engine.LayerParameters;
import dev.polysweep.engine.Loss;
import dev.polysweep.engine.NetworkSpec;
import dev.polysweep.engine.Noise;
import dev.polysweep.engine.OptimizerSpec;
import dev.polysweep.engine.Penalty;
import dev.polysweep.engine.TrainingPlan;
import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Trains small networks that nobody asked for, so that the JIT compiler has met the kernels before
 * the first that somebody did: until it has compiled them, vectors are objects.
 */
final class WarmUp {

  private static final int[] WIDTHS = {8, 12, 12, 8};
  private static final int SAMPLES = 1024;
  private static final int STEPS = 200;

  private WarmUp() {}

  /** Trains as long as the caller wants more. */
  static void run(BooleanSupplier more) {
    for (int i = 0; more.getAsBoolean(); i++) {
      boolean even = i % 2 == 0;
      TrainingPlan plan =
          even
              ? plan(Activation.LEAKY_RELU, Noise.Kind.GAUSSIAN, new Penalty(1e-4, 0))
              : plan(Activation.GELU, Noise.Kind.NONE, Penalty.NONE);
      try (SimdSession session = new SimdSession(List.of(plan))) {
        while (session.step() < STEPS && more.getAsBoolean()) {
          session.train(1);
        }
      }
    }
  }

  private static TrainingPlan plan(Activation activation, Noise.Kind noise, Penalty penalty) {
    List<DenseLayer> layers = new ArrayList<>();
    List<LayerParameters> initial = new ArrayList<>();
    for (int l = 0; l + 1 < WIDTHS.length; l++) {
      DenseLayer layer = DenseLayer.of(WIDTHS[l], WIDTHS[l + 1], activation, true);
      layers.add(l == 1 ? layer.with(new Noise(noise, 0.1)) : layer);
      RandomStream random = new RandomStream(0, Stream.INIT, l, 0);
      initial.add(
          new LayerParameters(
              Initializers.uniform(WIDTHS[l + 1], WIDTHS[l], 0.3, random),
              new float[WIDTHS[l + 1]]));
    }
    Matrix x = Initializers.normal(SAMPLES, WIDTHS[0], 1, new RandomStream(0, Stream.DATA));
    return new TrainingPlan(
        new NetworkSpec(layers),
        initial,
        new TrainingData.Fixed(x, x),
        Loss.MSE,
        penalty,
        OptimizerSpec.adam(1e-3).withWeightDecay(1e-4).withClipNorm(1),
        STEPS,
        0);
  }
}

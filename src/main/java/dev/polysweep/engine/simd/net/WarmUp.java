package dev.polysweep.engine.simd.net;

import dev.polysweep.data.TrainingData;
import dev.polysweep.engine.net.Activation;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.Loss;
import dev.polysweep.engine.net.NetworkSpec;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.Penalty;
import dev.polysweep.engine.net.Reduction;
import dev.polysweep.engine.net.Tie;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Trains small networks whose results are thrown away, so that the JIT compiler has compiled the
 * kernels before real training begins. Until they are compiled, every vector is an object on the
 * heap and training is slow.
 */
public final class WarmUp {

  private static final int[] WIDTHS = {8, 12, 12, 8};
  private static final int FEATURES = 16;
  private static final int SAMPLES = 256;

  /**
   * The number of steps of each network; small, so that all kinds of networks have run before the
   * JIT compiler compiles the methods that they share.
   */
  private static final int STEPS = 50;

  private WarmUp() {}

  /**
   * Trains until {@code more} is false; not at all in a process without the optimising compiler,
   * where the kernels stay slow.
   */
  public static void run(BooleanSupplier more) {
    String mode = System.getProperty("java.vm.info", "");
    if (mode.contains("emulated-client") || mode.contains("interpreted")) { // -XX:TieredStopAtLevel
      return;
    }
    for (int i = 0; more.getAsBoolean(); i++) {
      TrainingPlan plan =
          switch (i % 3) {
            case 0 -> network(Activation.RELU, Noise.Kind.BIPOLAR, new Penalty(1e-4, 0), 0);
            case 1 -> network(Activation.GELU, Noise.Kind.POSITIVE_KURTOSIS, Penalty.NONE, 1e-4);
            default -> autoencoder();
          };
      try (SimdSession session = new SimdSession(List.of(plan))) {
        while (session.step() < STEPS && more.getAsBoolean()) {
          session.train(1);
        }
      }
    }
  }

  private static TrainingPlan network(
      Activation activation, Noise.Kind noise, Penalty penalty, double weightDecay) {
    List<DenseLayer> layers = new ArrayList<>();
    List<LayerParameters> initial = new ArrayList<>();
    for (int l = 0; l + 1 < WIDTHS.length; l++) {
      DenseLayer layer = DenseLayer.of(WIDTHS[l], WIDTHS[l + 1], activation, true);
      layers.add(l == 1 ? layer.with(new Noise(noise, 0.1)) : layer);
      initial.add(parameters(l, WIDTHS[l], WIDTHS[l + 1]));
    }
    return plan(layers, initial, WIDTHS[0], penalty, weightDecay);
  }

  private static TrainingPlan autoencoder() {
    int inputs = WIDTHS[1];
    DenseLayer encoder =
        DenseLayer.of(inputs, FEATURES, Activation.LEAKY_RELU, true).withL1(1e-4, Reduction.SUM);
    DenseLayer decoder =
        DenseLayer.of(FEATURES, inputs, Activation.LINEAR, false).tiedTo(0, Tie.SHARED_STORAGE);
    return plan(
        List.of(encoder, decoder),
        List.of(parameters(0, inputs, FEATURES), new LayerParameters(null, null)),
        inputs,
        Penalty.NONE,
        0);
  }

  private static LayerParameters parameters(int l, int inputs, int outputs) {
    RandomStream random = new RandomStream(0, StreamId.INIT, l, 0);
    return new LayerParameters(
        Initializers.uniform(outputs, inputs, 0.3, random), new float[outputs]);
  }

  private static TrainingPlan plan(
      List<DenseLayer> layers,
      List<LayerParameters> initial,
      int inputs,
      Penalty penalty,
      double weightDecay) {
    Matrix x = Initializers.normal(SAMPLES, inputs, 1, new RandomStream(0, StreamId.DATA));
    return new TrainingPlan(
        new NetworkSpec(layers),
        initial,
        new TrainingData.Fixed(x, x),
        Loss.MSE,
        penalty,
        OptimizerSpec.adam(1e-3).withWeightDecay(weightDecay),
        STEPS,
        0);
  }
}

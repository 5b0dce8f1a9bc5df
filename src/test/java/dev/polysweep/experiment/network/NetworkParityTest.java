package dev.polysweep.experiment.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.Fixtures;
import dev.polysweep.Safetensors;
import dev.polysweep.data.TrainingData;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.Tie;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.math.Matrix;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.SweepFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Networks that no named experiment has, against training runs of PyTorch (network.py), from the
 * settings of a sweep file. Bounds as for the taming experiment.
 */
@Tag("parity")
class NetworkParityTest {

  private static final double LOSS = 1e-4; // relative
  private static final float WEIGHT = 2e-3f; // absolute

  @TestFactory
  Stream<DynamicTest> oneTestAFile() {
    return Fixtures.ofKind("network").stream()
        .map(file -> DynamicTest.dynamicTest(file.toString(), () -> trainsAsPyTorchDoes(file)));
  }

  @Test
  void thereAreSixAtLeast() {
    assertTrue(Fixtures.bundled("network").size() >= 6);
  }

  private static void trainsAsPyTorchDoes(Safetensors file) {
    long seed = Long.parseLong(file.metadata().getOrDefault("seed", "0"));
    NetworkConfig config = config(file);
    float[] losses = file.vector("loss");
    assertEquals(losses.length, config.steps(), "steps");
    try (TrainingSession session =
        Engines.named(Engines.AUTO)
            .open(
                List.of(
                    NetworkPlans.plan(
                        config, data(config, file, seed), start(config, file), seed)))) {
      for (int step = 0; step < losses.length; step++) {
        session.train(1);
        assertEquals(
            losses[step], session.loss(0), LOSS * Math.abs(losses[step]), "step " + (step + 1));
      }
      List<LayerParameters> trained = session.parameters(0);
      CellNetwork.arrays(config, View.weights(config, trained), trained)
          .forEach((name, found) -> near(file, "final." + name, found));
      if (file.names().contains("probe")) {
        Matrix output = session.forward(0, file.tensor("probe"), last(config));
        assertArrayEquals(file.tensor("output").data(), output.data(), 10 * WEIGHT, "output");
      }
    }
  }

  private static int last(NetworkConfig config) {
    return Widths.layers(config) - 1;
  }

  private static void near(Safetensors file, String name, Matrix found) {
    float[] expected = name.endsWith(".bias") ? file.vector(name) : file.tensor(name).data();
    assertArrayEquals(expected, found.data(), WEIGHT, name);
  }

  /** The configuration that a sweep file with the fixture's settings has. */
  private static NetworkConfig config(Safetensors file) {
    Sweep sweep =
        SweepFile.parse(
            "{experiment: network, seeds: 1, base: " + file.metadata().get("settings") + "}",
            "fixture");
    return (NetworkConfig) sweep.configurations().get(0).settings();
  }

  /** The fixture's own samples, with the targets of the settings, or those that are drawn. */
  private static TrainingData data(NetworkConfig config, Safetensors file, long seed) {
    if (!file.names().contains("x")) {
      return Samples.of(config, seed).training(config, seed);
    }
    Matrix x = file.tensor("x");
    Matrix y =
        file.names().contains("y")
            ? file.tensor("y")
            : new Targets(config.target(), InputFile.names(x.cols()), 0, 0).of(x, null);
    return new TrainingData.Fixed(x, y);
  }

  private static List<LayerParameters> start(NetworkConfig config, Safetensors file) {
    List<LayerParameters> initial = new ArrayList<>();
    List<DenseLayer> layers = NetworkPlans.layers(config);
    for (int l = 0; l < layers.size(); l++) {
      String module = "init." + CellNetwork.modules(config).get(l);
      boolean own = layers.get(l).tie() == Tie.NONE;
      initial.add(
          new LayerParameters(
              own ? file.tensor(module + ".weight") : null,
              layers.get(l).bias() ? file.vector(module + ".bias") : null));
    }
    return initial;
  }
}

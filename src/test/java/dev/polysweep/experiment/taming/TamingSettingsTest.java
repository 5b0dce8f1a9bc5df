package dev.polysweep.experiment.taming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.Engines;
import dev.polysweep.engine.net.Activation;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.taming.TamingConfig.SaeActivation;
import dev.polysweep.math.Matrix;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TamingSettingsTest {

  private static final TamingConfig SHORT =
      ConfigurationBuilder.from(TamingConfig.DEFAULTS)
          .set("data.samples", 256)
          .set("mlp.epochs", 100)
          .set("sae.epochs", 50)
          .build();

  private static CellRun<TamingConfig> run(TamingConfig config) {
    CellRun<TamingConfig> run = new CellRun<>(config, 3, 100);
    new TamingExperiment().run(Engines.named("simd"), List.of(run));
    return run;
  }

  /** The index is measured where it is wanted, and measuring it changes nothing else. */
  @Test
  void thePolysemanticityIndexIsMeasuredIfWanted() {
    Map<String, Double> without = run(SHORT).metrics();
    Map<String, Double> with =
        new TreeMap<>(run(ConfigurationBuilder.from(SHORT).set("psi", true).build()).metrics());
    double psi = with.remove("psi");
    assertTrue(psi > 0.2 && psi < 3, "psi " + psi);
    for (String component : List.of("clustering", "interference", "mixing")) {
      double value = with.remove("psi_" + component);
      assertTrue(value >= 0 && value <= 1, component + " " + value);
    }
    assertEquals(new TreeMap<>(without), with);
  }

  @Test
  void theLatentsOfTheAutoencoderAreLeakyOrNot() {
    TamingConfig relu =
        ConfigurationBuilder.from(SHORT).set("sae.activation", SaeActivation.RELU).build();
    Matrix acts = new Matrix(2, 12);
    assertEquals(
        List.of(Activation.LEAKY_RELU, Activation.RELU),
        List.of(SHORT, relu).stream()
            .map(config -> TamingPlans.sae(config, acts, 3).network().layers().get(0).activation())
            .toList());
    assertNotEquals(new TamingExperiment().shape(SHORT), new TamingExperiment().shape(relu));
  }
}

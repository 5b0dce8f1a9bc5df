package dev.polysweep.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.experiment.taming.TamingConfig;
import dev.polysweep.experiment.taming.TamingConfig.Tied;
import dev.polysweep.experiment.temporal.TemporalConfig;
import dev.polysweep.experiment.toy.ToyConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationBuilderTest {

  @Test
  void whatIsSetDiffersAndTheRestStays() {
    TamingConfig d = TamingConfig.DEFAULTS;
    TamingConfig config =
        ConfigurationBuilder.from(d)
            .set("sae.epochs", 7)
            .set("sae.lr", 1) // an integer for a floating-point number
            .set("sae.tied", Tied.FALSE)
            .set("null.draws", 1234) // the component's name is nullModel
            .build();
    assertEquals(
        new TamingConfig.Sae(
            d.sae().dSae(),
            7,
            1,
            d.sae().l1Coefficient(),
            Tied.FALSE,
            d.sae().activation(),
            d.sae().clipNorm()),
        config.sae());
    assertEquals(new MacsNull(d.nullModel().method(), 1234), config.nullModel());
    assertEquals(d.mlp(), config.mlp());
    assertEquals(d.data(), config.data());
    assertEquals(TamingConfig.DEFAULTS, Defaults.of(TamingConfig.class)); // itself unchanged
  }

  @Test
  void groupsAndOptionalSettingsAreReplaced() {
    MacsNull draws = new MacsNull(TamingConfig.DEFAULTS.nullModel().method(), 99);
    assertEquals(
        draws,
        ConfigurationBuilder.from(TamingConfig.DEFAULTS).set("null", draws).build().nullModel());
    TemporalConfig often =
        ConfigurationBuilder.from(TemporalConfig.DEFAULTS).set("psi_interval", 3).build();
    assertEquals(3, often.psiInterval());
    assertEquals(
        TemporalConfig.DEFAULTS,
        ConfigurationBuilder.from(often).set("psi_interval", null).build());
    assertEquals(
        List.of(1.0, 2.0),
        ConfigurationBuilder.from(ToyConfig.DEFAULTS)
            .set("importance", List.of(1.0, 2.0))
            .build()
            .importance());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refused("sae.epoch", 7, "sae.epoch: unknown setting; there are d_sae, epochs, lr");
    refused("sae_epochs", 7, "sae_epochs: unknown setting; there are init, noise");
    refused("init.x", 7, "init.x: unknown setting");
    refused("nullModel", 7, "nullModel: unknown setting");
    refused(
        "sae.epochs",
        0,
        "sae.epochs: 0 does not fit: it must be a finite number, at least 1.0, at most 1.0E7");
    refused("sae.lr", 0, "above 0.0");
    refused("sae.lr", Double.NaN, "finite");
    refused("sae.epochs", 7.0, "sae.epochs: 7.0 is not of the type int");
    refused("sae.epochs", 7L, "sae.epochs: 7 is not of the type int");
    refused("sae.epochs", null, "sae.epochs: null is not of the type int");
    refused("init", "orthogonal", "init: orthogonal is not of the type");
  }

  private static void refused(String key, Object value, String why) {
    ConfigurationBuilder<TamingConfig> builder = ConfigurationBuilder.from(TamingConfig.DEFAULTS);
    String message =
        assertThrows(IllegalArgumentException.class, () -> builder.set(key, value)).getMessage();
    assertTrue(message.contains(why), message);
    assertEquals(TamingConfig.DEFAULTS, builder.build());
  }
}

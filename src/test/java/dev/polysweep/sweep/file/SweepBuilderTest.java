package dev.polysweep.sweep.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.HiddenActivation;
import dev.polysweep.experiment.Initialization;
import dev.polysweep.experiment.taming.TamingConfig;
import dev.polysweep.experiment.taming.TamingExperiment;
import dev.polysweep.experiment.toy.ToyConfig;
import dev.polysweep.experiment.toy.ToyExperiment;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.yaml.SweepException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A sweep built in Java is the sweep that a file would give, and is refused as a file is. */
class SweepBuilderTest {

  private static SweepBuilder<TamingConfig> taming() {
    return SweepBuilder.of(new TamingExperiment()).seeds(4);
  }

  @Test
  void isWhatTheFileGives() {
    Sweep file =
        SweepFile.parse(
            """
            name: both
            experiment: taming
            seeds: {from: 10, count: 3}
            base: {mlp: {hidden: 24, lr: 3e-3}, data.samples: 500}
            grid: {init: [random, orthogonal], mlp.lambda_reg: [0, 1e-4]}
            configs: [{label: gelu, act: gelu}]
            baseline: gelu
            log_every: 7
            """,
            "x");
    Sweep built =
        taming()
            .name("both")
            .seeds(10, 3)
            .base("mlp", Map.of("hidden", 24, "lr", 3e-3))
            .base("data.samples", 500.0)
            .grid("init", "random", Initialization.ORTHOGONAL)
            .grid("mlp.lambda_reg", 0, 1e-4)
            .configuration("gelu", Map.of("act", HiddenActivation.GELU))
            .baseline("gelu")
            .logEvery(7)
            .build();
    assertEquals(file.configurations().get(4), built.configurations().get(4));
    assertEquals(
        file.configurations().stream().map(c -> c.json()).toList(),
        built.configurations().stream().map(c -> c.json()).toList());
    assertEquals("random_0", built.configurations().get(0).label());
    assertEquals(file.seeds(), built.seeds());
    assertEquals(file.baseline(), built.baseline());
    assertEquals(7, built.logEvery());
  }

  @Test
  void takesRecordsOfGroups() {
    TamingConfig.Sae sae = TamingConfig.DEFAULTS.sae();
    TamingConfig.Sae other =
        new TamingConfig.Sae(
            32, sae.epochs(), sae.lr(), 0.5, sae.tied(), sae.activation(), sae.clipNorm());
    Sweep sweep = taming().base("sae", other).build();
    assertEquals(other, ((TamingConfig) sweep.configurations().get(0).settings()).sae());
  }

  /** A preset brings defaults of its own, which a whole record does not mean. */
  @Test
  void aRecordIsTakenAsItIsWhateverItsPreset() {
    ToyExperiment toy = new ToyExperiment();
    for (ToyConfig preset : toy.presets().values()) {
      ToyConfig wanted = ConfigurationBuilder.from(preset).set("steps", 77).build();
      assertEquals(
          wanted,
          SweepBuilder.of(toy).seeds(1).base(wanted).build().configurations().get(0).settings());
      Sweep sweep =
          SweepBuilder.of(toy)
              .seeds(1)
              .base("lr", 0.5)
              .configuration("wanted", wanted)
              .configuration("defaults", toy.defaults())
              .build();
      assertEquals(wanted, sweep.configurations().get(0).settings());
      assertEquals(toy.defaults(), sweep.configurations().get(1).settings());
    }
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong("mlp.hiden: unknown setting", b -> b.base("mlp.hiden", 3)),
        wrong("did you mean 'mlp.hidden'?", b -> b.base("mlp.hiden", 3)),
        wrong("mlp.hidden: '0' is not allowed", b -> b.base("mlp.hidden", 0)),
        wrong("mlp.hidden: '2.5' is not allowed", b -> b.base("mlp.hidden", 2.5)),
        wrong("mlp.hidden: the text '12' is not allowed", b -> b.base("mlp.hidden", "12")),
        wrong("mlp.hidden: the text '' is not allowed", b -> b.base("mlp", Map.of("hidden", ""))),
        wrong("mlp.lr: 'NaN' is not allowed", b -> b.base("mlp.lr", Double.NaN)),
        wrong("init: 'orthogonl' is not allowed", b -> b.base("init", "orthogonl")),
        wrong("mlp.layers: 'null' is not allowed", b -> b.base("mlp.layers", null)),
        wrong("mlp: is a group of settings", b -> b.grid("mlp", 1, 2)),
        wrong("an empty list is not allowed", b -> b.grid("init")),
        wrong("listed twice", b -> b.grid("mlp.hidden", 4, 4)),
        wrong("seeds", b -> b.seeds(0)),
        wrong("listed twice", b -> b.seedList(1, 1)),
        wrong("seeds", b -> b.seedList(-1)),
        wrong("name: '../up' is not allowed", b -> b.name("../up")),
        wrong("label: '..' is not allowed", b -> b.configuration("..", Map.of())),
        wrong("log_every: '0' is not", b -> b.logEvery(0)),
        wrong("no label 'nobody'", b -> b.baseline("nobody")),
        wrong(
            "is used twice",
            b -> b.configuration("a", Map.of()).configuration("a", Map.of("act", "gelu"))),
        wrong(
            "is the same configuration",
            b ->
                b.configuration("a", TamingConfig.DEFAULTS)
                    .configuration("b", TamingConfig.DEFAULTS)));
  }

  private static Arguments wrong(
      String message, Function<SweepBuilder<TamingConfig>, SweepBuilder<TamingConfig>> change) {
    return Arguments.of(message, Named.of(message, change));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void isRefusedAsAFileIs(
      String message, Function<SweepBuilder<TamingConfig>, SweepBuilder<TamingConfig>> change) {
    SweepException refused =
        assertThrows(SweepException.class, () -> change.apply(taming()).build());
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
    assertTrue(refused.getMessage().startsWith("sweep: "), refused.getMessage());
  }

  @Test
  void aRecordOutOfRangeIsRefused() {
    TamingConfig d = TamingConfig.DEFAULTS;
    TamingConfig wrong =
        new TamingConfig(
            d.init(),
            d.noise(),
            d.reg(),
            d.act(),
            new TamingConfig.Data(3, 0.2, 0.6, 0.5, 0.9),
            d.mlp(),
            d.sae(),
            d.nullModel(),
            d.psi());
    SweepException refused =
        assertThrows(SweepException.class, () -> taming().configuration("a", wrong).build());
    assertTrue(refused.getMessage().contains("data.samples: '3' is not"), refused.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> taming().base("mlp.hidden", List.class).build());
    assertThrows(SweepException.class, () -> SweepBuilder.of("tamin"));
  }
}

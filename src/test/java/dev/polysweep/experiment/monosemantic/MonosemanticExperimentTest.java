package dev.polysweep.experiment.monosemantic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.Engines;
import dev.polysweep.engine.sae.AuxK;
import dev.polysweep.engine.sae.BatchTopK;
import dev.polysweep.engine.sae.Gated;
import dev.polysweep.engine.sae.JumpRelu;
import dev.polysweep.engine.sae.L1;
import dev.polysweep.engine.sae.Lista;
import dev.polysweep.engine.sae.MatchingPursuit;
import dev.polysweep.engine.sae.Matryoshka;
import dev.polysweep.engine.sae.PAnneal;
import dev.polysweep.engine.sae.ProLu;
import dev.polysweep.engine.sae.SaeConstraints;
import dev.polysweep.engine.sae.SaeOptimizer;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeResampling;
import dev.polysweep.engine.sae.TopK;
import dev.polysweep.engine.sae.TrainedSae;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Architecture;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Normalize;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Source;
import dev.polysweep.math.Matrix;
import dev.polysweep.sweep.setting.Settings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MonosemanticExperimentTest {

  private static final Matryoshka NESTED =
      new Matryoshka(
          new BatchTopK(2, new AuxK(8, 1.0 / 32), 0.05),
          List.of(0.03125, 0.125, 0.5),
          Matryoshka.Widths.FIXED,
          1,
          false,
          false,
          true);

  private static DataSettings data(Source source, double activeMean) {
    return ConfigurationBuilder.from(MonosemanticConfig.DEFAULTS.data())
        .set("source", source)
        .set("d_in", 24)
        .set("n_features", 32)
        .set("active_mean", activeMean)
        .set("eval_samples", 2000)
        .set(
            "forest",
            ConfigurationBuilder.from(MonosemanticConfig.DEFAULTS.data().forest())
                .set("roots", 4)
                .set("max_depth", 1)
                .set("probability_min", 0.02)
                .build())
        .build();
  }

  private static MonosemanticConfig config(
      Architecture architecture, Source source, Normalize normalize) {
    double scale = normalize == Normalize.NONE ? 1 : 6;
    SaeSettings sae =
        ConfigurationBuilder.from(MonosemanticConfig.DEFAULTS.sae())
            .set("architecture", architecture)
            .set("l1_coefficient", (architecture == Architecture.GATED ? 0.5 : 0.1) * scale)
            .set("k", 2.0)
            .set("aux_k", 8)
            .set("threshold_rate", 0.05)
            .set("l0_coefficient", 0.02 * scale)
            .set("bandwidth", 0.1 * scale)
            .set("initial_threshold", 0.05 * scale)
            .set("steps", 600)
            .set("batch", 256)
            .set("lr", 3e-3)
            .set("lr_warmup", 20)
            .set("lr_decay", 150)
            .set("coefficient_warmup", 50)
            .set("normalize", normalize)
            .set("dead_window", 100)
            .set("resample_every", 200)
            .set("resample_last", 400)
            .build();
    return new MonosemanticConfig(MonosemanticConfig.Preset.SHARKEY, data(source, 2), sae);
  }

  private static CellRun<MonosemanticConfig> run(MonosemanticConfig config, long seed) {
    CellRun<MonosemanticConfig> cell = new CellRun<>(config, seed, 200);
    new MonosemanticExperiment().check(config);
    new MonosemanticExperiment().run(Engines.named("simd"), List.of(cell));
    return cell;
  }

  /** 32 features in 24 dimensions, 2 active: easy, and so most are found. */
  @ParameterizedTest
  @EnumSource
  void findsMostFeatures(Architecture architecture) {
    CellRun<MonosemanticConfig> cell =
        run(config(architecture, Source.SYNTHETIC, Normalize.NONE), 1);
    assertNull(cell.divergence());
    Map<String, Double> metrics = cell.metrics();
    assertTrue(metrics.get("mmcs") > 0.8, () -> "" + metrics);
    assertTrue(metrics.get("explained_variance") > 0.8, () -> "" + metrics);
    assertTrue(metrics.get("mcc") <= metrics.get("mmcs") + 1e-12);
    assertEquals(
        List.of(1, 200, 400, 600), cell.epochs().stream().map(CellRun.Epoch::epoch).toList());
    assertEquals(24 * 48, cell.arrays().get("W_dec").data().length);
    TrainedSae trained = CellSae.of(cell.config(), cell.arrays());
    Map<String, Matrix> again =
        CellSae.arrays(architecture.of(cell.config().sae()), trained.parameters());
    again.forEach((name, matrix) -> assertEquals(matrix, cell.arrays().get(name), name));
    assertEquals(2, metrics.get("true_l0"), 0.15);
  }

  /** Where a store lies and how many threads work change no number. */
  @Test
  void identityIsWhatResultsDependOn() {
    Settings<MonosemanticConfig> settings = Settings.of(new MonosemanticExperiment());
    String usual = identity(settings, Map.of());
    assertEquals(usual, identity(settings, Map.of("sae.threads", 4)));
    assertEquals(usual, identity(settings, Map.of("data.path", "/elsewhere")));
    assertNotEquals(usual, identity(settings, Map.of("data.sha256", "00")));
    assertNotEquals(usual, identity(settings, Map.of("sae.k", 7)));
  }

  private static String identity(
      Settings<MonosemanticConfig> settings, Map<String, Object> changed) {
    Map<String, Object> values =
        new HashMap<>(Map.of("data.source", Source.ACTIVATIONS, "data.path", "/here"));
    values.putAll(changed);
    return settings.identity(settings.bind(values));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACTIVATIONS")
  void recordsEveryColumnThatItDeclares(Source source) {
    MonosemanticExperiment experiment = new MonosemanticExperiment();
    CellRun<MonosemanticConfig> cell = run(config(Architecture.TOPK, source, Normalize.NONE), 2);
    assertEquals(
        experiment.cellMetrics().stream().map(c -> c.name()).sorted().toList(),
        cell.metrics().keySet().stream().sorted().toList());
    assertEquals(
        experiment.epochMetrics().stream().map(c -> c.name()).sorted().toList(),
        cell.epochs().get(0).metrics().keySet().stream().sorted().toList());
    assertTrue(cell.metrics().keySet().containsAll(experiment.headline()));
  }

  /** Four samples a step leave latents silent, which a window of one step calls dead. */
  @ParameterizedTest
  @EnumSource
  void resamplingIsForEveryArchitecture(Architecture architecture) {
    for (int every : new int[] {0, 2}) {
      SaeSettings base = config(architecture, Source.SYNTHETIC, Normalize.NONE).sae();
      SaeSettings sae =
          ConfigurationBuilder.from(base)
              .set("steps", 9)
              .set("batch", 4)
              .set("lr_warmup", 0)
              .set("lr_decay", 0)
              .set("coefficient_warmup", 0)
              .set("dead_window", 1)
              .set("resample_every", every)
              .set("resample_last", 7)
              .build();
      CellRun<MonosemanticConfig> cell =
          run(
              new MonosemanticConfig(
                  MonosemanticConfig.Preset.SHARKEY, data(Source.SYNTHETIC, 2), sae),
              1);
      double resampled = cell.metrics().get("resampled");
      assertEquals(every > 0, resampled > 0, every + ": " + resampled);
    }
  }

  /** What the settings say is what the engine is asked for. */
  @Test
  void settingsReachThePlan() {
    for (Architecture architecture : Architecture.values()) {
      MonosemanticConfig config = config(architecture, Source.SYNTHETIC, Normalize.EXPECTED_NORM);
      SaePlan plan = MonosemanticPlans.plan(config, 3, new SyntheticActivations(config, 3));
      assertEquals(
          switch (architecture) {
            case L1 -> new L1(0.1 * 6, 50);
            case TOPK -> new TopK(2, new AuxK(8, 1.0 / 32));
            case BATCH_TOPK -> new BatchTopK(2, new AuxK(8, 1.0 / 32), 0.05);
            case JUMPRELU -> new JumpRelu(0.02 * 6, 50, 0.1 * 6, 0.05 * 6);
            case PROLU -> new ProLu(0.1 * 6, 50, ProLu.Gradient.STRAIGHT_THROUGH);
            case GATED -> new Gated(0.5 * 6, 50);
            case P_ANNEAL -> new PAnneal(0.1 * 6, 50, 0.2, 150, 555, 10);
            case MATRYOSHKA -> NESTED;
            case LISTA ->
                new Lista(
                    new Matryoshka(
                        NESTED.batch(), List.of(), Matryoshka.Widths.FIXED, 1, false, false, false),
                    1,
                    0.3,
                    0);
            case LISTA_MATRYOSHKA -> new Lista(NESTED, 1, 0.3, 0);
            case MATCHING_PURSUIT -> new MatchingPursuit(2);
          },
          plan.architecture());
      assertEquals(new SaeOptimizer(3e-3, 0.9, 0.999, 1e-8, 600, 20, 150), plan.optimizer());
      assertEquals(new SaeResampling(200, 400, 0.2), plan.resampling());
      assertEquals(100, plan.deadWindow());
      // Two features of mean square 1/3: a norm of some 0.8, and √24 = 4.9.
      assertEquals(Math.sqrt(24) / 0.8, plan.inputScale(), 1);
    }
  }

  /** p is 1 in the first quarter, and each of the other values lasts as long as the last one. */
  @Test
  void pReachesItsLastValueInTraining() {
    PAnneal start =
        (PAnneal)
            Architecture.P_ANNEAL.of(
                config(Architecture.P_ANNEAL, Source.SYNTHETIC, Normalize.NONE).sae());
    double[] p =
        IntStream.range(0, 600).mapToDouble(s -> start.at(s, start.memory()).p()).toArray();
    assertEquals(10, Arrays.stream(p).distinct().count());
    assertEquals(150 + 45, Arrays.stream(p).filter(v -> v == 1).count());
    assertEquals(45, Arrays.stream(p).filter(v -> Math.abs(v - 0.2) < 1e-12).count());
    assertEquals(0.2, p[599], 1e-12);
  }

  /** A frozen dictionary is a control, so what is not trained is not resampled either. */
  @Test
  void frozenWeightsAreNotResampled() {
    SaeSettings base = config(Architecture.TOPK, Source.SYNTHETIC, Normalize.NONE).sae();
    SaeSettings sae =
        ConfigurationBuilder.from(base)
            .set("steps", 9)
            .set("batch", 4)
            .set("dead_window", 1)
            .set("resample_every", 2)
            .set("resample_last", 7)
            .set(
                "weights",
                ConfigurationBuilder.from(base.weights())
                    .set("frozen", SaeConstraints.Frozen.DECODER)
                    .build())
            .build();
    MonosemanticConfig config =
        new MonosemanticConfig(MonosemanticConfig.Preset.SHARKEY, data(Source.SYNTHETIC, 2), sae);
    CellRun<MonosemanticConfig> cell = run(config, 1);
    assertEquals(0, cell.metrics().get("resampled"));
    SaePlan plan = MonosemanticPlans.plan(config, 1, new SyntheticActivations(config, 1));
    assertArrayEquals(plan.initial().wDec().data(), cell.arrays().get("W_dec").data(), 1e-6f);
  }

  /** Small batches are no fewer samples for clusters: b_dec is the mean of 8 a latent. */
  @Test
  void startingDictionariesAreOfManySamples() {
    SaeSettings base = config(Architecture.TOPK, Source.SYNTHETIC, Normalize.NONE).sae();
    SaeSettings sae =
        ConfigurationBuilder.from(base)
            .set("batch", 100)
            .set(
                "weights",
                ConfigurationBuilder.from(base.weights())
                    .set("start", WeightSettings.Start.KMEANS)
                    .build())
            .build();
    MonosemanticConfig config =
        new MonosemanticConfig(MonosemanticConfig.Preset.SHARKEY, data(Source.SYNTHETIC, 2), sae);
    Activations activations = new SyntheticActivations(config, 1);
    SaePlan plan = MonosemanticPlans.plan(config, 1, activations);
    double sum = 0; // 48 latents want 384 samples, which are in 4 batches
    for (int step = 1; step <= 4; step++) {
      Matrix batch = activations.batches().samples(step, 0, 100);
      for (int s = 0; s < 100; s++) {
        sum += batch.get(s, 0);
      }
    }
    assertEquals(sum / 400, plan.initial().bDec()[0], 1e-6);
  }

  /** A controller cannot bring about more active latents than there are. */
  @Test
  void aTargetAboveTheNumberOfLatentsIsRefused() {
    MonosemanticConfig fits = config(Architecture.L1, Source.SYNTHETIC, Normalize.NONE);
    MonosemanticConfig tooMany =
        new MonosemanticConfig(
            MonosemanticConfig.Preset.SHARKEY,
            fits.data(),
            ConfigurationBuilder.from(fits.sae()).set("target_l0", 49.0).build());
    InvalidSettingException refused =
        assertThrows(
            InvalidSettingException.class, () -> new MonosemanticExperiment().check(tooMany));
    assertEquals("sae.target_l0", refused.key());
    assertEquals("49 active latents are wished, and there are 48", refused.getMessage());
  }

  @Test
  void moreActiveLatentsThanThereAreAreRefused() {
    for (Architecture architecture : List.of(Architecture.TOPK, Architecture.BATCH_TOPK)) {
      MonosemanticConfig fits = config(architecture, Source.SYNTHETIC, Normalize.NONE);
      new MonosemanticExperiment().check(fits);
      MonosemanticConfig tooMany =
          new MonosemanticConfig(
              MonosemanticConfig.Preset.SHARKEY,
              fits.data(),
              ConfigurationBuilder.from(fits.sae()).set("d_sae", 1).build());
      InvalidSettingException refused =
          assertThrows(
              InvalidSettingException.class, () -> new MonosemanticExperiment().check(tooMany));
      assertEquals("sae.k", refused.key());
      assertEquals("k is 2, more than d_sae, 1", refused.getMessage());
    }
  }

  /** A first k that is too large is not blamed on k. */
  @Test
  void theSettingThatIsWrongIsNamed() {
    MonosemanticConfig fits = config(Architecture.BATCH_TOPK, Source.SYNTHETIC, Normalize.NONE);
    refused(
        fits, ConfigurationBuilder.from(fits.sae()).set("k_start", 49.0).build(), "sae.k_start");
    refused(
        fits,
        ConfigurationBuilder.from(fits.sae())
            .set("architecture", Architecture.MATCHING_PURSUIT)
            .set(
                "weights",
                ConfigurationBuilder.from(fits.sae().weights())
                    .set("frozen", SaeConstraints.Frozen.DECODER)
                    .build())
            .build(),
        "sae.weights.frozen");
  }

  private static void refused(MonosemanticConfig base, SaeSettings sae, String key) {
    MonosemanticConfig config =
        new MonosemanticConfig(MonosemanticConfig.Preset.SHARKEY, base.data(), sae);
    InvalidSettingException refused =
        assertThrows(
            InvalidSettingException.class, () -> new MonosemanticExperiment().check(config));
    assertEquals(key, refused.key());
  }

  /** With the factor folded back, the reconstruction is of the inputs as they are. */
  @Test
  void normalizationIsUndoneOnTheWayOut() {
    CellRun<MonosemanticConfig> cell =
        run(config(Architecture.TOPK, Source.SYNTHETIC, Normalize.EXPECTED_NORM), 1);
    assertTrue(cell.metrics().get("explained_variance") > 0.8, () -> "" + cell.metrics());
    float[] row = cell.arrays().get("W_dec").rows(0, 1).data();
    double square = 0;
    for (float v : row) {
      square += v * v;
    }
    assertTrue(square < 0.5, "rows are shorter than 1 by the factor, not " + square);
  }

  @Test
  void refusesSettingsThatDoNotGoTogether() {
    MonosemanticConfig config =
        new MonosemanticConfig(
            MonosemanticConfig.Preset.SHARKEY,
            data(Source.SYNTHETIC, 17),
            MonosemanticConfig.DEFAULTS.sae()); // of 32, half of them
    InvalidSettingException refused =
        assertThrows(
            InvalidSettingException.class, () -> new MonosemanticExperiment().check(config));
    assertEquals("data.active_mean", refused.key());
    new MonosemanticExperiment().check(MonosemanticConfig.DEFAULTS);
  }
}

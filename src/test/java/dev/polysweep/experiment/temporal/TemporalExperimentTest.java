package dev.polysweep.experiment.temporal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.experiment.temporal.TemporalConfig.Policy;
import dev.polysweep.table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TemporalExperimentTest {

  private static final Engine ENGINE = Engines.named("simd");
  private static final TemporalExperiment EXPERIMENT = new TemporalExperiment();

  private static CellRun<TemporalConfig> cell(TemporalConfig config, long seed) {
    return new CellRun<>(config, seed, 20);
  }

  private static List<CellRun<TemporalConfig>> run(List<CellRun<TemporalConfig>> pack) {
    EXPERIMENT.run(ENGINE, pack);
    return pack;
  }

  private static CellRun<TemporalConfig> run(TemporalConfig config, long seed) {
    return run(List.of(cell(config, seed))).get(0);
  }

  private static List<Map<String, Object>> interventions(CellRun<?> run) {
    return run.events().stream()
        .filter(event -> event.table().equals("interventions"))
        .map(CellRun.Event::values)
        .toList();
  }

  private static List<Object> kinds(CellRun<?> run) {
    return interventions(run).stream().map(values -> values.get("kind")).toList();
  }

  /** Everything that the cell recorded but for its time. */
  private static List<Object> content(CellRun<?> run) {
    return List.of(
        run.metrics().toString(),
        run.epochs().stream().map(CellRun.Epoch::loss).toList(),
        run.epochs().stream().map(epoch -> new java.util.TreeMap<>(epoch.metrics())).toList(),
        run.arrays(),
        run.events().toString());
  }

  @Test
  void placeboChangesNoBitOfAnyWeight() {
    CellRun<TemporalConfig> none = run(Configs.small(Policy.NONE), 3);
    CellRun<TemporalConfig> placebo = run(Configs.small(Policy.PLACEBO), 3);
    assertEquals(none.arrays(), placebo.arrays(), "snapshots of every measurement and the SAE");
    assertEquals(none.epochs(), placebo.epochs());
    assertFalse(interventions(placebo).isEmpty());
    assertTrue(interventions(none).isEmpty());
    CellRun<TemporalConfig> threshold = run(Configs.small(Policy.THRESHOLD), 3);
    assertNotEquals(none.arrays(), threshold.arrays());
    assertEquals(interventions(threshold).get(0).get("kind"), kinds(placebo).get(0));
  }

  @Test
  void randomTimeMatchesItsTwinPerSeed() {
    for (long seed = 0; seed < 3; seed++) {
      CellRun<TemporalConfig> threshold = run(Configs.small(Policy.THRESHOLD), seed);
      CellRun<TemporalConfig> random = run(Configs.small(Policy.RANDOM_TIME), seed);
      assertFalse(kinds(threshold).isEmpty());
      assertEquals(kinds(threshold), kinds(random));
      Set<Object> epochs =
          interventions(random).stream().map(v -> v.get("epoch")).collect(Collectors.toSet());
      assertEquals(kinds(random).size(), epochs.size(), "epochs differ");
    }
  }

  /** The schedule is another network's; its placebo makes the same plan and changes nothing. */
  @Test
  void aTransferMakesTheInterventionsOfTheNextSeedsNetwork() {
    CellRun<TemporalConfig> donor = run(Configs.small(Policy.THRESHOLD), 4);
    CellRun<TemporalConfig> transfer = run(Configs.small(Policy.TRANSFER), 3);
    CellRun<TemporalConfig> placebo = run(Configs.small(Policy.TRANSFER_PLACEBO), 3);
    assertFalse(interventions(donor).isEmpty());
    for (String of : List.of("epoch", "kind", "strength")) {
      List<Object> expected = interventions(donor).stream().map(v -> v.get(of)).toList();
      assertEquals(expected, interventions(transfer).stream().map(v -> v.get(of)).toList());
      assertEquals(expected, interventions(placebo).stream().map(v -> v.get(of)).toList());
    }
    assertEquals(run(Configs.small(Policy.NONE), 3).arrays(), placebo.arrays());
    assertNotEquals(placebo.arrays(), transfer.arrays());
    assertEquals(
        Configs.small(Policy.TRANSFER_PLACEBO),
        EXPERIMENT.control(Configs.small(Policy.TRANSFER)).orElseThrow());
  }

  @Test
  void aPackEqualsItsCellsAlone() {
    List<TemporalConfig> configs =
        List.of(
            Configs.small(Policy.RANDOM_TIME),
            Configs.small(Policy.TRANSFER),
            Configs.small(Policy.NONE),
            Configs.small(Policy.ADAPTIVE),
            Configs.small(Policy.THRESHOLD),
            Configs.small(Policy.MANUAL, "2 weight_reset, 33 orthogonal_reset 1"));
    List<CellRun<TemporalConfig>> pack = new ArrayList<>();
    for (TemporalConfig config : configs) {
      pack.add(cell(config, 1));
      pack.add(cell(config, 2));
    }
    for (CellRun<TemporalConfig> run : run(pack)) {
      assertEquals(content(run(run.config(), run.seed())), content(run));
    }
  }

  @Test
  void manualInterventionsHappenWhereTheyAreAskedFor() {
    CellRun<TemporalConfig> run =
        run(Configs.small(Policy.MANUAL, "2 weight_reset, 33 orthogonal_reset 1.5"), 1);
    List<Map<String, Object>> made = interventions(run);
    assertEquals(List.of(2, 33), made.stream().map(v -> v.get("epoch")).toList());
    assertEquals(1.5, made.get(1).get("strength"));
    assertEquals("manual", made.get(1).get("policy"));
    double before = (double) made.get(1).get("psi_before");
    double after = (double) made.get(1).get("psi_after");
    assertEquals((before - after) / before, (double) made.get(1).get("effectiveness"), 1e-12);
    // Measurements after epoch 33: 36, 40, 44.
    double later =
        run.epochs().stream()
            .filter(epoch -> epoch.epoch() == 44)
            .findFirst()
            .orElseThrow()
            .metrics()
            .get("psi");
    assertEquals(later, (double) made.get(1).get("psi_later"));
    assertEquals(2.0, run.metrics().get("interventions"));
    assertEquals(1.0, run.metrics().get("weight_reset"));
  }

  @Test
  void everyColumnIsDefinedAndFilled() {
    CellRun<TemporalConfig> run = run(Configs.small(Policy.THRESHOLD), 1);
    assertNull(run.divergence());
    Set<String> cellColumns =
        EXPERIMENT.cellMetrics().stream().map(Column::name).collect(Collectors.toSet());
    assertEquals(cellColumns, run.metrics().keySet());
    Set<String> epochColumns =
        EXPERIMENT.epochMetrics().stream().map(Column::name).collect(Collectors.toSet());
    epochColumns.removeAll(Set.of("weight_norm_4", "weight_norm_5")); // of deeper networks
    CellRun.Epoch last = run.epochs().get(run.epochs().size() - 1);
    assertEquals(60, last.epoch());
    assertEquals(epochColumns, last.metrics().keySet());
    assertFalse(run.epochs().get(0).metrics().containsKey("psi"), "epoch 1 is not measured");
    Set<String> arrays = run.arrays().keySet();
    assertEquals(15, arrays.stream().filter(name -> name.startsWith("theta_")).count());
    assertEquals(4 * 8 + 4 + 4 * 4 + 4 + 8 * 4 + 8, run.arrays().get("theta_000060").cols());
    assertTrue(arrays.containsAll(Set.of("cosine", "w_enc", "w_dec")));
    Set<String> eventColumns =
        EXPERIMENT.eventTables().get(0).schema().columns().stream()
            .map(Column::name)
            .collect(Collectors.toSet());
    assertEquals(eventColumns, interventions(run).get(0).keySet());
  }

  @Test
  void psiOfAllHiddenLayers() {
    TemporalConfig all = Configs.with(Configs.small(Policy.NONE), TemporalConfig.PsiLayer.ALL);
    CellRun<TemporalConfig> run = run(all, 1);
    assertEquals(8, run.arrays().get("w_enc").rows(), "two layers of 4 side by side");
    assertTrue(run.metrics().get("psi") > 0);
  }

  @Test
  void psiOfALayerOfADeepNetwork() {
    TemporalConfig deep =
        ConfigurationBuilder.from(Configs.small(Policy.NONE))
            .set("mlp.hidden_layers", 4)
            .set("psi_layer", TemporalConfig.PsiLayer.NTH)
            .build();
    CellRun<TemporalConfig> last = run(Configs.with(deep, TemporalConfig.PsiLayer.LAST), 1);
    List<CellRun<TemporalConfig>> layers =
        List.of(run(nth(deep, 1), 1), run(nth(deep, 2), 1), run(nth(deep, 4), 1));
    assertEquals(4 * 8 + 4 + 3 * (4 * 4 + 4) + 8 * 4 + 8, thetaOf(last).length);
    for (CellRun<TemporalConfig> layer : layers) {
      assertArrayEquals(thetaOf(last), thetaOf(layer), "the same network");
    }
    assertEquals(psi(last), psi(layers.get(2)), "the fourth of four layers is the last");
    assertNotEquals(psi(layers.get(0)), psi(layers.get(1)));
    assertNotEquals(psi(layers.get(1)), psi(layers.get(2)));
    assertTrue(last.epochs().get(0).metrics().containsKey("weight_norm_5"));
    TemporalConfig shallow = ConfigurationBuilder.from(deep).set("mlp.hidden_layers", 3).build();
    refused("psi_nth", nth(shallow, 4));
  }

  private static TemporalConfig nth(TemporalConfig config, int layer) {
    return ConfigurationBuilder.from(config).set("psi_nth", layer).build();
  }

  private static double psi(CellRun<TemporalConfig> run) {
    return run.metrics().get("psi");
  }

  private static float[] thetaOf(CellRun<TemporalConfig> run) {
    return run.arrays().get("theta_000060").data();
  }

  @Test
  void constantActivationsLeavePsiUndefinedAndNothingFires() {
    TemporalConfig blank =
        Configs.with(
            Configs.small(Policy.THRESHOLD),
            new TemporalConfig.Data(128, 0.6, 0, 0.9, 0.3),
            TemporalConfig.DEFAULTS.mlp());
    CellRun<TemporalConfig> run = run(blank, 1);
    assertNull(run.divergence());
    assertTrue(Double.isNaN(run.metrics().get("psi")));
    assertFalse(run.metrics().containsKey("psi_good"));
    assertEquals(15.0, run.metrics().get("psi_missing"));
    assertEquals(0.0, run.metrics().get("interventions"));
    CellRun.Epoch last = run.epochs().get(run.epochs().size() - 1);
    assertEquals(2.0, last.metrics().get("psi_undefined"));
  }

  @Test
  void divergedTrainingIsRecordedAndOthersGoOn() {
    TemporalConfig wild =
        Configs.with(
            Configs.small(Policy.THRESHOLD),
            Configs.small(Policy.THRESHOLD).data(),
            new TemporalConfig.Mlp(4, 2, 1000, 1e-3, 1e-2, 0.1));
    List<CellRun<TemporalConfig>> pack =
        run(List.of(cell(wild, 1), cell(Configs.small(Policy.THRESHOLD), 1)));
    assertEquals(content(run(Configs.small(Policy.THRESHOLD), 1)), content(pack.get(1)));
    // A learning rate of 1000 need not overflow a float; either way no metric is infinite.
    if (pack.get(0).divergence() == null) {
      assertTrue(Double.isFinite(pack.get(0).metrics().get("val_mse")));
    }
    TemporalConfig overflowing =
        Configs.with(
            Configs.small(Policy.THRESHOLD),
            Configs.small(Policy.THRESHOLD).data(),
            new TemporalConfig.Mlp(4, 2, 1e-3, 1e-3, 1e-2, 1e30));
    CellRun<TemporalConfig> diverged = run(overflowing, 1);
    assertNotNull(diverged.divergence());
    assertFalse(diverged.metrics().containsKey("psi"));
  }

  @Test
  void settingsThatDoNotGoTogetherAreRefused() {
    refused("manual", Configs.small(Policy.MANUAL));
    refused("manual", Configs.small(Policy.MANUAL, "60 weight_reset"));
    refused("manual", Configs.small(Policy.MANUAL, "7 reset"));
    refused("manual", Configs.small(Policy.NONE, "7 weight_reset"));
    refused("psi_interval", Configs.epochs(TemporalConfig.DEFAULTS, 30, 31));
    EXPERIMENT.check(TemporalConfig.DEFAULTS);
    EXPERIMENT.check(Configs.small(Policy.MANUAL, "7 weight_reset"));
  }

  private static void refused(String key, TemporalConfig config) {
    InvalidSettingException e =
        assertThrows(InvalidSettingException.class, () -> EXPERIMENT.check(config));
    assertEquals(key, e.key());
  }

  @Test
  void defaultsAreSciences() {
    TemporalConfig c = TemporalConfig.DEFAULTS;
    assertEquals(10, c.measureEvery());
    assertEquals(20, c.checkEvery());
    assertEquals(10, Configs.epochs(c, 50, null).checkEvery());
    assertEquals(2, Configs.epochs(c, 50, null).measureEvery());
    assertEquals(c.with(Policy.PLACEBO), EXPERIMENT.control(c.with(Policy.ADAPTIVE)).orElseThrow());
  }
}

package dev.polysweep.report.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.metric.SparsifyingFlow;
import dev.polysweep.metric.geometry.SuperpositionPhase;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.Finding.Verdict;
import dev.polysweep.report.page.Prediction;
import dev.polysweep.table.CellValues;
import dev.polysweep.table.row.LawRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every law is handed values that obey it and values that break it, and its verdict turns. */
class LawsTest {

  private static final int SEEDS = 100;
  private static final int NULL_SWEEPS = 50;

  /** The metrics of a cell; the noise is standard normal and the same for all labels of a seed. */
  @FunctionalInterface
  private interface Values {
    Map<String, Double> of(Map<String, Object> settings, double noise);
  }

  private static Details details(List<Map<String, Object>> configurations, Values values) {
    return details(configurations, SEEDS, values);
  }

  private static Details details(
      List<Map<String, Object>> configurations, int seeds, Values values) {
    Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
    List<CellValues> cells = new ArrayList<>();
    for (Map<String, Object> configuration : configurations) {
      String label = "c" + settings.size();
      settings.put(label, configuration);
      SplittableRandom random = new SplittableRandom(7);
      for (long seed = 0; seed < seeds; seed++) {
        double noise = random.nextGaussian() + (seed % 2 == 0 ? 0.01 : -0.01) * settings.size();
        cells.add(new CellValues(label, seed, values.of(configuration, noise)));
      }
    }
    return new Details(settings, cells, List.of());
  }

  private static double number(Map<String, Object> settings, String key) {
    return ((Number) settings.get(key)).doubleValue();
  }

  private static Map<String, Object> toy(int features, int hidden, String act, double probability) {
    return Map.of(
        "n_features", features,
        "n_hidden", hidden,
        "activation", act,
        "importance", "null",
        "importance_decay", 1,
        "loss_reduction", "mean",
        "feature_probability", probability);
  }

  private static Map<String, Object> tied(int n, int m, String noise, Map<String, Object> more) {
    return tied(n, m, "relu", noise, more);
  }

  private static Map<String, Object> tied(
      int n, int m, String activation, String noise, Map<String, Object> more) {
    Map<String, Object> settings = new LinkedHashMap<>(more);
    settings.put(
        "layers",
        "[{\"activation\":\"linear\",\"noise\":\""
            + noise
            + "\",\"noise_sigma\":0.1,\"tied_to\":null,\"width\":"
            + m
            + "},{\"activation\":\""
            + activation
            + "\",\"noise\":\"none\",\"noise_sigma\":0.1,\"tied_to\":0,\"width\":"
            + n
            + "}]");
    return settings;
  }

  private static double width(Map<String, Object> settings) {
    return Double.parseDouble(
        settings.get("layers").toString().replaceAll("(?s)^.*?\"width\":([0-9]+).*$", "$1"));
  }

  /**
   * A law with settings on which it bears.
   *
   * @param obeying values that obey it
   * @param breaking values that break it
   */
  private record Case(
      Law law, List<Map<String, Object>> settings, Values obeying, Values breaking) {}

  private static Values one(String metric, double mean, double spread) {
    return (settings, noise) -> Map.of(metric, mean + spread * noise);
  }

  private static Values flag(String metric, double mostly) {
    return (settings, noise) -> Map.of(metric, noise < mostly ? 1.0 : 0.0);
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(
        new Case(
            new RegularPolygons(),
            List.of(toy(4, 2, "relu", 0.03), toy(8, 2, "relu", 0.03)),
            flag("regular_polygon", 9),
            flag("regular_polygon", 0.5)));
    cases.add(
        new Case(
            new LinearPolygons(),
            List.of(toy(4, 2, "linear", 0.03), toy(5, 2, "linear", 0.03)),
            flag("regular_polygon", 9),
            flag("regular_polygon", -9)));
    cases.add(
        new Case(
            new LinearModelIsPca(),
            List.of(toy(5, 2, "linear", 0.03)),
            one("projection_error", 1e-3, 1e-5),
            one("projection_error", 0.2, 0.01)));
    cases.add(
        new Case(
            new PhaseDiagram(),
            List.of(toy(2, 1, "relu", 0.1), toy(2, 1, "relu", 0.01), toy(2, 1, "relu", 1)),
            (s, noise) -> phase(s, false),
            (s, noise) -> phase(s, noise > 0)));
    List<Map<String, Object>> geometry = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      geometry.add(toy(200, 20, "relu", 0.1 * i));
    }
    cases.add(
        new Case(
            new NamedFractionsLines(),
            geometry,
            one("named_fractions", 0.27, 0.02),
            one("named_fractions", 0.5, 0.02)));
    cases.add(
        new Case(
            new Capacity(),
            List.of(toy(5, 2, "relu", 0.03), toy(8, 2, "relu", 0.03)),
            (s, noise) -> Map.of("dim_fracs_mean", (1.99 + 1e-3 * noise) / number(s, "n_features")),
            (s, noise) ->
                Map.of("dim_fracs_mean", (2.5 + 0.01 * noise) / number(s, "n_features"))));
    cases.add(
        new Case(
            new SparsityBringsSuperposition(),
            List.of(toy(5, 2, "relu", 0.02), toy(5, 2, "relu", 1)),
            (s, noise) ->
                Map.of(
                    "represented_features",
                    number(s, "feature_probability") < 0.1 ? (noise > 0 ? 5.0 : 4.0) : 2.0),
            (s, noise) -> Map.of("represented_features", noise > 0 ? 3.0 : 2.0)));
    double best = new PolygonCost(5, 0.03).least() / 5;
    cases.add(
        new Case(
            new PolygonLoss(),
            List.of(toy(5, 2, "relu", 0.03)),
            (s, noise) ->
                Map.of("regular_polygon", 1.0, "final_loss", best * (1.01 + 0.02 * noise)),
            (s, noise) ->
                Map.of("regular_polygon", 1.0, "final_loss", best * (1.2 + 0.02 * noise))));
    Map<String, Object> each = Map.of("data_generator", "each", "penalty_l1", 1e-4);
    cases.add(
        new Case(
            new IncidentalCollisions(),
            List.of(tied(32, 1024, "none", each)),
            one("collisions", 0.25, 0.05),
            one("collisions", 0.5, 0.05)));
    cases.add(
        new Case(
            new NoiseSparsifies(),
            List.of(tied(8, 16, "bipolar", Map.of()), tied(8, 16, "gaussian", Map.of())),
            (s, noise) ->
                Map.of(
                    "sparsity_w4",
                    (s.get("layers").toString().contains("bipolar") ? 2 : 1) + 0.1 * noise),
            one("sparsity_w4", 1, 0.1)));
    List<Map<String, Object>> widths = new ArrayList<>();
    List<Map<String, Object>> linear = new ArrayList<>();
    for (int m : new int[] {4, 8, 16}) {
      widths.add(tied(64, m, "none", power(-0.2)));
      linear.add(tied(64, m, "linear", "none", power(0)));
    }
    cases.add(
        new Case(
            new InverseWidth(),
            widths,
            (s, noise) -> Map.of("final_loss", (1 + 0.01 * noise) / width(s)),
            (s, noise) -> Map.of("final_loss", (1 + 0.01 * noise) / Math.sqrt(width(s)))));
    cases.add(
        new Case(
            new TailSum(),
            linear,
            (s, noise) -> Map.of("final_loss", tail(s) * (1 + 0.01 * noise)),
            (s, noise) -> Map.of("final_loss", tail(s) * (0.5 + 0.01 * noise))));
    List<Map<String, Object>> samples = new ArrayList<>();
    for (int t : new int[] {5, 20, 500}) {
      samples.add(
          tied(
              100,
              2,
              "none",
              Map.of("data_samples", t, "data_unit_norm", true, "data_held_out", 4096)));
    }
    cases.add(
        new Case(
            new Memorisation(),
            samples,
            (s, noise) -> memory(s, noise, 1),
            (s, noise) -> memory(s, noise, -1)));
    cases.add(
        new Case(
            new InterventionsBeatPlacebo(),
            List.of(
                Map.of("policy", "threshold", "correlation_schedule", "static"),
                Map.of("policy", "placebo", "correlation_schedule", "static")),
            (s, noise) ->
                Map.of("psi", (s.get("policy").equals("placebo") ? 1 : 0.9) + 0.1 * noise),
            one("psi", 1, 0.1)));
    cases.add(
        new Case(
            new SchedulesTransfer(),
            List.of(
                Map.of("policy", "transfer", "correlation_schedule", "static"),
                Map.of("policy", "transfer_placebo", "correlation_schedule", "static")),
            (s, noise) ->
                Map.of("psi", (s.get("policy").equals("transfer") ? 0.9 : 1) + 0.1 * noise),
            one("psi", 1, 0.1)));
    List<Map<String, Object>> plans = new ArrayList<>();
    for (int epoch : new int[] {20, 60, 100}) {
      for (int strength : new int[] {1, 2, 4}) {
        plans.add(Map.of("policy", "manual", "manual", epoch + " weight_reset " + strength));
      }
    }
    cases.add(
        new Case(
            new TimingBeatsStrength(),
            plans,
            (s, noise) -> Map.of("psi", 1 + 0.01 * part(s, 0) + 0.01 * noise),
            (s, noise) ->
                Map.of("psi", 1 + 0.1 * part(s, 2) - 1e-4 * part(s, 0) * noise + 0.01 * noise)));
    cases.add(
        new Case(
            new ClippingCalms(),
            List.of(
                Map.of("noise", "positive_kurtosis", "mlp_clip_norm", 1.0, "sae_clip_norm", 0.0),
                Map.of("noise", "positive_kurtosis", "mlp_clip_norm", 0.0, "sae_clip_norm", 0.0)),
            (s, noise) ->
                Map.of("sae_mse", 1 + (number(s, "mlp_clip_norm") > 0 ? 0.1 : 0.3) * noise),
            one("sae_mse", 1, 0.3)));
    cases.add(
        new Case(
            new LeakyReluRevives(),
            List.of(
                Map.of("sae_activation", "leaky_relu", "sae_clip_norm", 0.0),
                Map.of("sae_activation", "relu", "sae_clip_norm", 0.0)),
            (s, noise) ->
                Map.of("dead_features", s.get("sae_activation").equals("relu") ? 3 + noise : 1.0),
            one("dead_features", 3, 1)));
    cases.add(
        new Case(
            new GatedLatentsReconstruct(),
            List.of(
                Map.of("sae_architecture", "prolu"),
                Map.of("sae_architecture", "jumprelu"),
                Map.of("sae_architecture", "l1")),
            (s, noise) -> gated(s, noise),
            (s, noise) -> Map.of("sae_l0", 4 + 0.1 * noise, "sae_mse", 1 + 0.02 * noise)));
    cases.add(
        new Case(
            new CompressedComputation(),
            List.of(residual(0), residual(0.5), residual(1)),
            (s, noise) ->
                Map.of(
                    "val_mse",
                    0.5 * 0.01 / 6 * (1 - 0.2 * number(s, "target_mixing") + 0.01 * noise)),
            one("val_mse", 0.3 * 0.01 / 6, 1e-6)));
    List<Map<String, Object>> lengths = new ArrayList<>();
    for (int steps : new int[] {1000, 2000, 4000}) {
      lengths.add(
          tied(
              4,
              4096,
              "none",
              Map.of(
                  "data_generator",
                  "each",
                  "optimizer_kind",
                  "sgd",
                  "optimizer_lr",
                  0.1,
                  "penalty_l1",
                  2e-4,
                  "steps",
                  steps)));
    }
    cases.add(
        new Case(
            new WeightsSparsify(),
            lengths,
            (s, noise) -> sparsified(s, 1.1 + 0.01 * noise, 1),
            (s, noise) -> sparsified(s, 2 + 0.01 * noise, 0.5)));
    cases.add(
        new Case(
            new FlowIsSolved(),
            lengths,
            (s, noise) -> solved(s, 1.01 + 0.02 * noise),
            (s, noise) -> solved(s, 1.2 + 0.02 * noise)));
    cases.add(
        new Case(
            new KurtosisBringsSharing(),
            List.of(inputs(2.4, 1), inputs(2.4, 0), inputs(4.32, 0)),
            (s, noise) ->
                Map.of(
                    "sharing_features",
                    (number(s, "data_magnitude_min") > 0 ? 6 : 10)
                        - (number(s, "data_active_mean") > 4 ? 5 : 0)
                        + noise),
            one("sharing_features", 6, 1)));
    cases.add(
        new Case(
            new FewLatentsExplain(),
            List.of(Map.of("sae_d_sae", 256), dictionary()),
            (s, noise) -> Map.of("explained_variance", 0.93 + 1e-3 * noise, "l0", 6.0),
            (s, noise) -> Map.of("explained_variance", 0.8 + 1e-3 * noise, "l0", 6.0)));
    cases.add(
        new Case(
            new RareLatentsSpecialise(),
            List.of(Map.of("sae_d_sae", 256)),
            (s, noise) ->
                Map.of(
                    "rare_precision", 0.7 + 0.01 * noise,
                    "frequent_precision", 0.7,
                    "dead_features", 3 + noise),
            (s, noise) ->
                Map.of(
                    "rare_precision", 0.4 + 0.01 * noise,
                    "frequent_precision", 0.7,
                    "dead_features", 100 + noise)));
    return cases;
  }

  /** Where more latents are active, the error is another one, which must not count. */
  private static Map<String, Double> gated(Map<String, Object> settings, double noise) {
    boolean relu = settings.get("sae_architecture").equals("l1");
    return !relu && noise > 1
        ? Map.of("sae_l0", 8.0, "sae_mse", 0.1)
        : Map.of("sae_l0", 4 + 0.1 * noise, "sae_mse", (relu ? 1 : 0.825) + 0.02 * noise);
  }

  private static Map<String, Object> dictionary() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("sae_d_sae", null);
    settings.put("sae_expansion", 2.0);
    settings.put("data_d_in", 128);
    return settings;
  }

  private static Map<String, Object> residual(double mixing) {
    return Map.of(
        "target_of",
        "residual",
        "target_mixing",
        mixing,
        "data_signed",
        true,
        "data_feature_probability",
        0.01,
        "widths",
        "[40,20,40]");
  }

  private static Map<String, Object> inputs(double active, double least) {
    return Map.of(
        "data_generator",
        "correlated",
        "data_correlation",
        0.0,
        "data_decay",
        1.0,
        "data_n_features",
        12,
        "data_active_mean",
        active,
        "data_magnitude_min",
        least,
        "data_magnitude_max",
        1.0);
  }

  private static Map<String, Double> solved(Map<String, Object> settings, double factor) {
    SparsifyingFlow flow = SparsifyingFlow.after(4096, 2e-5 * number(settings, "steps"));
    return Map.of("support", factor * flow.support(), "weight_l1", factor * flow.absolute());
  }

  private static Map<String, Double> sparsified(
      Map<String, Object> settings, double factor, double power) {
    double s = 1 / 64.0 + 2e-5 * number(settings, "steps");
    return Map.of(
        "support", factor * Math.pow(s, -2 * power), "weight_l1", factor * Math.pow(s, -power));
  }

  private static Map<String, Object> power(double decay) {
    return Map.of(
        "data_feature_power",
        1.2,
        "data_feature_probability",
        0.2,
        "optimizer_weight_decay",
        decay,
        "optimizer_bias_decay_factor",
        1.0,
        "loss_features",
        "sum");
  }

  private static double tail(Map<String, Object> settings) {
    double tail = 0;
    for (int i = (int) width(settings) + 1; i <= 64; i++) {
      double p = 0.2 * Math.pow(i, -1.2);
      tail += p / 3 - p * p / 4;
    }
    return tail;
  }

  private static double part(Map<String, Object> settings, int word) {
    return Double.parseDouble(settings.get("manual").toString().split(" ")[word]);
  }

  private static Map<String, Double> memory(Map<String, Object> settings, double noise, int sign) {
    double t = number(settings, "data_samples");
    double side = t < 100 ? 0.1 : -0.1;
    return Map.of(
        "sample_dim_fracs_max_0", 0.3 + sign * side + 0.01 * noise,
        "dim_fracs_max", 0.3,
        "val_mse", 1 + (t == 20 ? sign * 0.1 : 0) + 1e-3 * noise);
  }

  private static Map<String, Double> phase(Map<String, Object> settings, boolean wrong) {
    double s = number(settings, "feature_probability");
    double predicted = SuperpositionPhase.cheapest(s, 1).ordinal();
    return Map.of(
        "phase",
        wrong ? predicted + 1 : predicted,
        "phase_predicted",
        predicted,
        "phase_margin",
        1.0);
  }

  @TestFactory
  Stream<DynamicTest> theVerdictTurns() {
    return cases().stream()
        .map(of -> DynamicTest.dynamicTest(of.law().name(), () -> requireTurning(of)));
  }

  private static void requireTurning(Case of) {
    List<Verdict> obeyed = verdicts(of.law(), details(of.settings(), of.obeying()));
    List<Verdict> broken = verdicts(of.law(), details(of.settings(), of.breaking()));
    assertFalse(obeyed.isEmpty(), "it does not bear on its own settings");
    if (of.law() instanceof IncidentalCollisions || !(of.law() instanceof TimingBeatsStrength)) {
      assertTrue(obeyed.stream().allMatch(v -> v == Verdict.HOLDS), obeyed.toString());
      assertTrue(broken.stream().noneMatch(v -> v == Verdict.HOLDS), broken.toString());
    } else {
      assertEquals(List.of(Verdict.HOLDS, Verdict.HOLDS), obeyed);
      assertNotEquals(Verdict.HOLDS, broken.get(1));
    }
  }

  /**
   * Noise that depends on no setting fulfils no law more often than the level of the intervals
   * allows. The noise is log-normal and wide, so that it lies around no predicted number.
   */
  @TestFactory
  Stream<DynamicTest> noiseFulfilsNoLaw() {
    return cases().stream()
        .map(of -> DynamicTest.dynamicTest(of.law().name(), () -> requireSilence(of)));
  }

  private static void requireSilence(Case of) {
    int readings = 0;
    int fulfilled = 0;
    SplittableRandom random = new SplittableRandom(11);
    // The cost of the best polygon is sought anew for each reading.
    int sweeps = of.law() instanceof PolygonLoss ? NULL_SWEEPS / 10 : NULL_SWEEPS;
    for (int sweep = 0; sweep < sweeps; sweep++) {
      Values noise =
          (settings, ofSeed) ->
              of.law().metrics().stream()
                  .collect(
                      Collectors.toMap(
                          metric -> metric, metric -> noise(metric, settings, random)));
      for (Verdict verdict : verdicts(of.law(), details(of.settings(), 20, noise))) {
        readings++;
        fulfilled += verdict == Verdict.HOLDS || verdict == Verdict.IN_DIRECTION ? 1 : 0;
      }
    }
    // Readings of one sweep share seeds, so the sweeps are what counts for the standard error.
    double most = 0.05 + 3 * Math.sqrt(0.05 * 0.95 / sweeps);
    assertTrue(fulfilled <= most * readings, fulfilled + " of " + readings + " are fulfilled");
  }

  /** Noise in the range of a metric. */
  private static double noise(
      String metric, Map<String, Object> settings, SplittableRandom random) {
    return switch (metric) {
      case "regular_polygon" -> random.nextInt(2);
      case "explained_variance" -> random.nextDouble();
      case "dead_features" ->
          random.nextDouble() * ((Number) settings.getOrDefault("sae_d_sae", 16)).doubleValue();
      default -> Math.exp(random.nextGaussian());
    };
  }

  private static List<Verdict> verdicts(Law law, Details details) {
    return Laws.findings(List.of(law), details).stream().map(Finding::verdict).toList();
  }

  @Test
  void everyInstalledLawIsTried() {
    TreeSet<String> installed =
        ServiceLoader.load(Law.class).stream()
            .map(law -> law.type().getSimpleName())
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> tried = new TreeSet<>();
    cases().forEach(of -> tried.add(of.law().getClass().getSimpleName()));
    assertEquals(installed, tried);
  }

  @Test
  void aLawBearsOnlyOnSweepsOfItsKind() {
    Details other = details(List.of(Map.of("a", 1), Map.of("a", 2)), one("m", 0, 1));
    for (Case of : cases()) {
      if (!(of.law() instanceof PhaseDiagram) && !(of.law() instanceof Capacity)) {
        assertEquals(List.of(), of.law().read(other), of.law().name());
      }
    }
    assertEquals(List.of(), new PhaseDiagram().read(other));
    assertEquals(List.of(), new Capacity().read(other));
  }

  @Test
  void verdictsOnIntervals() {
    Prediction near = Prediction.near(-1, 0.2).against(0);
    assertEquals(Verdict.HOLDS, Verdict.of(near, -1.1, -0.9));
    assertEquals(Verdict.UNDECIDED, Verdict.of(near, -1.3, -0.9));
    assertEquals(Verdict.IN_DIRECTION, Verdict.of(near, -0.7, -0.5));
    assertEquals(Verdict.DOES_NOT_HOLD, Verdict.of(near, -0.7, 0.1));
    assertEquals(Verdict.UNDECIDED, Verdict.of(near, null, null));
    assertEquals(Verdict.DOES_NOT_HOLD, Verdict.of(Prediction.near(-1, 0.2), -0.7, -0.5));
    assertEquals(Verdict.DOES_NOT_HOLD, Verdict.of(Prediction.atMost(1), 1.1, 1.2));
    assertEquals(Verdict.HOLDS, Verdict.of(Prediction.atLeast(1), 1.1, 1.2));
  }

  @Test
  void anUndecidedLawSaysHowManySeedsItNeeds() {
    assertEquals(400, Prediction.near(1, 0.2).needed(100, 1.1, 0.2));
    Law law = new RegularPolygons();
    Details details = details(List.of(toy(4, 2, "relu", 0.03)), flag("regular_polygon", 1.35));
    Finding finding = Laws.findings(List.of(law), details).get(0);
    assertEquals(Verdict.UNDECIDED, finding.verdict(), finding.text());
    LawRow row = Laws.row(finding, "s", "polysweep run s.yaml").orElseThrow();
    assertTrue(row.seedsNeeded() > SEEDS, row.toString());
    assertTrue(finding.text().contains("About " + row.seedsNeeded() + " seeds would decide."));
    assertEquals(0.9, row.acceptedLow());
    assertEquals(null, row.acceptedHigh());
  }

  @Test
  void theCostOfAPolygonIsThatOfPlainSampling() {
    double p = 0.03;
    double radius = 1.1;
    double bias = -0.1;
    SplittableRandom random = new SplittableRandom(3);
    double sum = 0;
    int samples = 400_000;
    for (int s = 0; s < samples; s++) {
      double[] x = random.doubles(5, 0, 1).map(v -> v < p ? v / p : 0).toArray();
      for (int i = 0; i < 5; i++) {
        double z = bias;
        for (int j = 0; j < 5; j++) {
          z += radius * radius * Math.cos(2 * Math.PI * (i - j) / 5) * x[j];
        }
        sum += Math.pow(Math.max(0, z) - x[i], 2);
      }
    }
    // 400 000 samples, of which one in seven is not 0, know the mean to about 1 %.
    assertEquals(sum / samples, new PolygonCost(5, p).of(radius, bias), 0.03 * sum / samples);
  }
}

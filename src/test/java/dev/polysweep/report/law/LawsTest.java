package dev.polysweep.report.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.law.monosemantic.MonosemanticLawCases;
import dev.polysweep.report.law.network.NetworkLawCases;
import dev.polysweep.report.law.taming.TamingLawCases;
import dev.polysweep.report.law.temporal.TemporalLawCases;
import dev.polysweep.report.law.temporal.TimingBeatsStrength;
import dev.polysweep.report.law.toy.PolygonLoss;
import dev.polysweep.report.law.toy.RegularPolygons;
import dev.polysweep.report.law.toy.ToyLawCases;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.Finding.Verdict;
import dev.polysweep.report.page.Prediction;
import dev.polysweep.table.row.LawRow;
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

  private static List<LawCase> cases() {
    return Stream.of(
            ToyLawCases.cases(),
            NetworkLawCases.cases(),
            TamingLawCases.cases(),
            TemporalLawCases.cases(),
            MonosemanticLawCases.cases())
        .flatMap(List::stream)
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> theVerdictTurns() {
    return cases().stream()
        .map(of -> DynamicTest.dynamicTest(of.law().name(), () -> requireTurning(of)));
  }

  private static void requireTurning(LawCase of) {
    List<Verdict> obeyed = verdicts(of.law(), LawCase.details(of.settings(), SEEDS, of.obeying()));
    List<Verdict> broken = verdicts(of.law(), LawCase.details(of.settings(), SEEDS, of.breaking()));
    assertFalse(obeyed.isEmpty(), "it does not bear on its own settings");
    if (!(of.law() instanceof TimingBeatsStrength)) {
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

  private static void requireSilence(LawCase of) {
    int readings = 0;
    int fulfilled = 0;
    SplittableRandom random = new SplittableRandom(11);
    // The cost of the best polygon is sought anew for each reading.
    int sweeps = of.law() instanceof PolygonLoss ? NULL_SWEEPS / 10 : NULL_SWEEPS;
    for (int sweep = 0; sweep < sweeps; sweep++) {
      LawCase.Values noise =
          (settings, ofSeed) ->
              of.law().metrics().stream()
                  .collect(
                      Collectors.toMap(
                          metric -> metric, metric -> noise(metric, settings, random)));
      for (Verdict verdict : verdicts(of.law(), LawCase.details(of.settings(), 20, noise))) {
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
    Details other =
        LawCase.details(List.of(Map.of("a", 1), Map.of("a", 2)), SEEDS, LawCase.one("m", 0, 1));
    for (LawCase of : cases()) {
      assertEquals(List.of(), of.law().read(other), of.law().name());
    }
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
    Details details =
        LawCase.details(ToyLawCases.FOUR_IN_TWO, SEEDS, LawCase.flag("regular_polygon", 1.35));
    Finding finding = Laws.findings(List.of(law), details).get(0);
    assertEquals(Verdict.UNDECIDED, finding.verdict(), finding.text());
    LawRow row = Laws.row(finding, "s", "polysweep run s.yaml").orElseThrow();
    assertTrue(row.seedsNeeded() > SEEDS, row.toString());
    assertTrue(finding.text().contains("About " + row.seedsNeeded() + " seeds would decide."));
    assertEquals(0.9, row.acceptedLow());
    assertEquals(null, row.acceptedHigh());
  }
}

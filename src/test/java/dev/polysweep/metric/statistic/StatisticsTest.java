package dev.polysweep.metric.statistic;

import static dev.polysweep.metric.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polysweep.Fixtures;
import dev.polysweep.metric.statistic.FactorialEffects.Factor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Statistics against SciPy's numbers (fixtures/statistics.py made them). */
class StatisticsTest {

  /** What n ≤ 1000 additions and a few special functions of 1e-14 lose. */
  private static final double RELATIVE = 1e-11;

  private static final JsonNode ORACLE = Fixtures.json("statistics.json");

  static Stream<JsonNode> summaries() {
    return cases("summaries");
  }

  @ParameterizedTest
  @MethodSource("summaries")
  void summary(JsonNode expected) {
    double[] values = doubles(expected.get("values"));
    SampleSummary actual = SampleSummary.of(values);
    // The mean of numbers that cancel is as exact as the largest of them.
    double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
    double absolute = 4 * Math.ulp(largest);
    assertEquals(expected.get("n").asInt(), actual.n());
    assertClose(expected.get("mean"), actual.mean(), 0, Math.ulp(largest), "mean");
    assertClose(expected.get("sd"), actual.sd(), RELATIVE, 0, "sd");
    assertClose(expected.get("sem"), actual.sem(), RELATIVE, 0, "sem");
    assertClose(expected.get("ci95_low"), actual.ci95Low(), RELATIVE, absolute, "ci95_low");
    assertClose(expected.get("ci95_high"), actual.ci95High(), RELATIVE, absolute, "ci95_high");
    assertClose(expected.get("median"), actual.median(), 0, Math.ulp(largest), "median");
    assertClose(expected.get("min"), actual.min(), 0, 0, "min");
    assertClose(expected.get("max"), actual.max(), 0, 0, "max");
  }

  static Stream<JsonNode> contrasts() {
    return cases("contrasts");
  }

  @ParameterizedTest
  @MethodSource("contrasts")
  void contrast(JsonNode expected) {
    double[] label = doubles(expected.get("label"));
    PairedContrast actual = PairedContrast.of(label, doubles(expected.get("baseline")));
    assertEquals(expected.get("n").asInt(), actual.n());
    assertContrast(expected, actual);
    assertClose(expected.get("hedges_g"), actual.hedgesG(), RELATIVE, 0, "hedges_g");
  }

  private static void assertContrast(JsonNode expected, PairedContrast actual) {
    // NumPy's mean and sd lose a few ulps of a difference, which tests with hardly any variance
    // show.
    double relative = 1e-10;
    assertClose(expected.get("delta"), actual.delta(), relative, 0, "delta");
    assertClose(expected.get("ci95_low"), actual.ci95Low(), relative, 0, "ci95_low");
    assertClose(expected.get("ci95_high"), actual.ci95High(), relative, 0, "ci95_high");
    assertClose(expected.get("delta_pct"), actual.deltaPct(), relative, 1e-12, "delta_pct");
    assertClose(expected.get("t"), actual.t(), relative, 0, "t");
    // A relative error of t enters its tail probability multiplied by at most the degrees of
    // freedom.
    assertClose(expected.get("p"), actual.p(), relative * actual.n(), 0, "p");
    if (expected.get("pct_ci95_low").isNull() && expected.get("t").isNull() && actual.n() > 1) {
      return; // The oracle finds no root where nothing varies: see constantDifference.
    }
    // The roots are known to 1e-14 of the ratio, in per cent.
    assertClose(expected.get("pct_ci95_low"), actual.pctCi95Low(), relative, 1e-10, "pct low");
    assertClose(expected.get("pct_ci95_high"), actual.pctCi95High(), relative, 1e-10, "pct high");
  }

  @Test
  void constantDifferenceHasNoTestButAnInterval() {
    PairedContrast contrast =
        PairedContrast.of(new double[] {1.3, 2.3, 3.3}, new double[] {1, 2, 3});
    // 1.3 − 1, 2.3 − 2 and 3.3 − 3 differ by rounding alone.
    assertNull(contrast.t());
    assertNull(contrast.p());
    assertNull(contrast.hedgesG());
    assertEquals(0.3, contrast.ci95Low(), 1e-14);
    assertEquals(0.3, contrast.ci95High(), 1e-14);
    assertEquals(15, contrast.deltaPct(), 1e-12);
  }

  /** What is never negative cannot fall by more than all of it. */
  @Test
  void perCentsEndWhereTheMetricDoes() {
    PairedContrast contrast =
        PairedContrast.of(new double[] {0.1, 0.9, 0.1, 0.1}, new double[] {2, 3, 2.5, 3.5});
    assertTrue(contrast.pctCi95Low() < -100, contrast.toString());
    PairedContrast cut = contrast.withPctFrom(-100);
    assertEquals(-100, cut.pctCi95Low());
    assertEquals(contrast.pctCi95High(), cut.pctCi95High());
    assertEquals(contrast.ci95Low(), cut.ci95Low());
    assertEquals(contrast, contrast.withPctFrom(-1000));
  }

  @Test
  void onlyCompletePairsCount() {
    double nan = Double.NaN;
    double[] label = {1, nan, 3, 4, 7, Double.POSITIVE_INFINITY};
    double[] baseline = {2, 2, nan, 3, 5, 1};
    PairedContrast expected = PairedContrast.of(new double[] {1, 4, 7}, new double[] {2, 3, 5});
    assertEquals(expected, PairedContrast.of(label, baseline));
    assertEquals(3, expected.n());
  }

  @Test
  void nothingToSummarise() {
    SampleSummary none = SampleSummary.of(new double[] {Double.NaN});
    assertEquals(0, none.n());
    assertTrue(Double.isNaN(none.mean()) && Double.isNaN(none.median()));
    assertNull(none.sd());
    PairedContrast noPair = PairedContrast.of(new double[0], new double[0]);
    assertEquals(0, noPair.n());
    assertTrue(Double.isNaN(noPair.delta()));
    assertNull(noPair.deltaPct());
  }

  @Test
  void undefinedValuesDoNotCount() {
    SampleSummary expected = SampleSummary.of(new double[] {3, 1});
    assertEquals(expected, SampleSummary.of(new double[] {3, Double.NaN, 1, 1 / 0.0}));
    assertEquals(2, expected.n());
  }

  @Test
  void pairsMustMatch() {
    assertThrows(
        IllegalArgumentException.class, () -> PairedContrast.of(new double[2], new double[3]));
  }

  static Stream<JsonNode> tails() {
    return cases("t_tails");
  }

  @ParameterizedTest
  @MethodSource("tails")
  void studentT(JsonNode expected) {
    int df = expected.get("df").asInt();
    // The incomplete beta function's logarithms are of the size of ν, and so is what they lose.
    double relative = 1e-12 + 1e-15 * df;
    double p = StudentT.twoSidedP(expected.get("t").asDouble(), df);
    assertClose(expected.get("p"), p, relative, 0, "p");
    assertClose(expected.get("quantile"), StudentT.quantile975(df), relative, 0, "quantile");
  }

  static Stream<JsonNode> holms() {
    return cases("holm");
  }

  @ParameterizedTest
  @MethodSource("holms")
  void holm(JsonNode expected) {
    Double[] adjusted = Holm.adjust(nullable(expected.get("p")));
    Double[] wanted = nullable(expected.get("adjusted"));
    assertEquals(wanted.length, adjusted.length);
    for (int i = 0; i < wanted.length; i++) {
      // One product each: the same double.
      assertEquals(wanted[i], adjusted[i]);
    }
  }

  @Test
  void holmTreatsNaNAsNotTested() {
    assertArrayEquals(
        new Double[] {0.02, null, 0.5}, Holm.adjust(new Double[] {0.01, Double.NaN, 0.5}));
  }

  static Stream<JsonNode> stouffers() {
    return cases("stouffer");
  }

  @ParameterizedTest
  @MethodSource("stouffers")
  void stouffer(JsonNode expected) {
    double[] less = doubles(expected.get("p_less"));
    Stouffer combined = Stouffer.of(less, doubles(expected.get("p_more")));
    assertEquals(less.length, combined.n());
    // A score is good to 1e-10; its error is multiplied by the combined score, at most ten or so.
    assertClose(expected.get("less"), combined.pLess(), 1e-9, 0, "less");
    assertClose(expected.get("more"), combined.pMore(), 1e-9, 0, "more");
  }

  @Test
  void stoufferIsSymmetricInItsTails() {
    double[] more = {1, 0.25, 0.5, 1.0 / 1001};
    double[] less = {1.0 / 1001, 0.8, 0.6, 1};
    Stouffer one = Stouffer.of(less, more);
    Stouffer other = Stouffer.of(more, less);
    assertEquals(one.pLess(), other.pMore(), 1e-12);
    assertEquals(1, one.pLess() + one.pMore(), 1e-12);
  }

  @Test
  void stoufferOfOneTestIsThatTest() {
    assertEquals(
        new Stouffer(1, 1.0 / 1001, 1), Stouffer.of(new double[] {1.0 / 1001}, new double[] {1}));
  }

  @Test
  void stoufferLeavesOutWhatIsUndefined() {
    double nan = Double.NaN;
    Stouffer with = Stouffer.of(new double[] {0.3, nan, 0.2, 0.5}, new double[] {0.8, 0.5, 1, nan});
    assertEquals(Stouffer.of(new double[] {0.3, 0.2}, new double[] {0.8, 1}), with);
    assertTrue(Double.isNaN(Stouffer.of(new double[] {nan}, new double[] {0.5}).pLess()));
  }

  @Test
  void stoufferOfExactPValuesIsTheTextbooks() {
    // Four p of 0.25: Φ(4·Φ⁻¹(0.25)/2) = Φ(−1.34898)
    double[] quarters = {0.25, 0.25, 0.25, 0.25};
    double[] rest = {0.75, 0.75, 0.75, 0.75};
    assertEquals(0.08867, Stouffer.of(quarters, rest).pLess(), 1e-5);
  }

  /** Every rank of 9 draws, and every rank with ties, once each: the scores cancel. */
  @Test
  void stoufferDriftsNeitherWayOverAllRanks() {
    double[] less = IntStream.rangeClosed(1, 10).mapToDouble(rank -> rank / 10.0).toArray();
    double[] more = IntStream.rangeClosed(1, 10).mapToDouble(rank -> (11 - rank) / 10.0).toArray();
    assertEquals(0.5, Stouffer.of(less, more).pLess(), 1e-12);
    // Seven of ten tie at the low end, three at the high one.
    double[] tiedLess = {0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 1, 1, 1};
    double[] tiedMore = {1, 1, 1, 1, 1, 1, 1, 0.3, 0.3, 0.3};
    assertEquals(0.5, Stouffer.of(tiedLess, tiedMore).pLess(), 1e-12);
  }

  @Test
  void stoufferRefusesWhatAreNoPValues() {
    double[] half = {0.5};
    assertThrows(IllegalArgumentException.class, () -> Stouffer.of(new double[] {1.5}, half));
    assertThrows(IllegalArgumentException.class, () -> Stouffer.of(half, new double[] {-0.1}));
    assertThrows(IllegalArgumentException.class, () -> Stouffer.of(half, new double[] {0.4}));
    assertThrows(IllegalArgumentException.class, () -> Stouffer.of(half, new double[] {0.5, 0.5}));
  }

  static Stream<JsonNode> factorials() {
    return cases("factorials");
  }

  @ParameterizedTest
  @MethodSource("factorials")
  void factorialEffects(JsonNode expected) {
    List<Factor> factors = new ArrayList<>();
    expected.get("factors").forEach(name -> factors.add(new Factor(name.asText(), "0", "1")));
    Map<List<String>, double[]> runs = new HashMap<>();
    for (JsonNode run : expected.get("runs")) {
      List<String> levels = new ArrayList<>();
      run.get("levels").forEach(level -> levels.add(level.asText()));
      runs.put(levels, doubles(run.get("values")));
    }
    List<FactorialEffect> effects = FactorialEffects.of(factors, runs::get);
    assertEquals(expected.get("effects").size(), effects.size());
    for (int i = 0; i < effects.size(); i++) {
      JsonNode wanted = expected.get("effects").get(i);
      List<String> names = new ArrayList<>();
      wanted.get("factors").forEach(name -> names.add(name.asText()));
      assertEquals(names, effects.get(i).factors());
      assertContrast(wanted, effects.get(i).contrast());
    }
  }

  @Test
  void factorialSeedMustBeComplete() {
    List<Factor> factors = List.of(new Factor("act", "relu", "gelu"));
    Map<List<String>, double[]> runs =
        Map.of(
            List.of("relu"), new double[] {1, 2, 3, 4},
            List.of("gelu"), new double[] {2, Double.NaN, 5, 4});
    FactorialEffect effect = FactorialEffects.of(factors, runs::get).get(0);
    assertEquals(3, effect.contrast().n());
    assertEquals(1, effect.contrast().delta(), 1e-15);
    assertEquals(100 / (8 / 3.0), effect.contrast().deltaPct(), 1e-12);
    assertEquals(List.of("act"), effect.factors());
  }

  @Test
  void factorialRunMustBeThere() {
    List<Factor> factors = List.of(new Factor("act", "relu", "gelu"));
    Map<List<String>, double[]> runs = Map.of(List.of("relu"), new double[] {1, 2});
    String message =
        assertThrows(IllegalArgumentException.class, () -> FactorialEffects.of(factors, runs::get))
            .getMessage();
    assertTrue(message.contains("gelu"), message);
  }

  private static Stream<JsonNode> cases(String name) {
    return StreamSupport.stream(ORACLE.get(name).spliterator(), false);
  }

  private static double[] doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static Double[] nullable(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(value -> value.isNull() ? null : value.asDouble())
        .toArray(Double[]::new);
  }
}

package dev.polysweep.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeatureStatisticsTest {

  private static final AnalysisDraws DRAWS = new AnalysisDraws(7);

  private static Map<Integer, FeatureStatistics> count(List<DocumentCodes> documents) {
    Map<Integer, FeatureStatistics> all = new HashMap<>();
    for (DocumentCodes codes : documents) {
      FeatureTraces traces = codes.byFeature();
      for (int i = 0; i < traces.size(); i++) {
        all.computeIfAbsent(traces.feature()[i], f -> new FeatureStatistics())
            .add(codes, traces, i, Planted.labels(), DRAWS);
      }
    }
    return all;
  }

  private static LabelScorer scorer(List<DocumentCodes> documents) {
    CorpusCounts corpus = new CorpusCounts(Planted.labels());
    documents.forEach(codes -> corpus.add(codes, DRAWS));
    return new LabelScorer(Planted.labels(), corpus);
  }

  @Test
  void aPlantedFeatureHasPrecisionAndRecallOne() {
    List<DocumentCodes> documents = Planted.documents();
    Map<Integer, FeatureStatistics> counted = count(documents);
    LabelScorer scorer = scorer(documents);
    for (int feature : new int[] {0, 2}) {
      LabelScore best = LabelScorer.best(scorer.scores(counted.get(feature))).orElseThrow();
      assertEquals("x", Planted.labels().labels().get(best.label()).name());
      assertEquals(1, best.scored().precision());
      assertEquals(1, best.scored().recall());
      assertTrue(best.threshold() <= 1 && best.threshold() > 0.25, "parts x from the weak y");
    }
    LabelScore third = LabelScorer.best(scorer.scores(counted.get(1))).orElseThrow();
    assertTrue(third.scored().f1() < 0.6, "a feature that knows no language");
  }

  @Test
  void theScoringHalfHasNoSayInTheThreshold() {
    // On the choosing half the feature tells x from y at 1; on the other half it says the opposite.
    List<DocumentCodes> documents = new ArrayList<>();
    for (DocumentCodes codes : Planted.documents()) {
      boolean scores = DRAWS.scores(codes.document());
      int[] labels = codes.label().clone();
      for (int t = 0; t < labels.length && scores; t++) {
        labels[t] = 1 - labels[t];
      }
      documents.add(codes.withLabels(labels));
    }
    LabelScorer scorer = scorer(documents);
    LabelScore best = LabelScorer.best(scorer.scores(count(documents).get(0))).orElseThrow();
    assertEquals(1, best.chosen().f1());
    assertEquals(0, best.scored().f1());
  }

  @Test
  void purityIsThatOfTheOtherHalf() {
    List<DocumentCodes> documents = Planted.documents();
    Map<Integer, FeatureStatistics> counted = count(documents);
    LabelScorer scorer = scorer(documents);
    Purity pure = scorer.purity(counted.get(0)).orElseThrow();
    assertEquals("x", Planted.labels().labels().get(pure.language()).name());
    assertEquals(1, pure.all());
    assertEquals(1, pure.strongest());
    Purity everywhere = scorer.purity(counted.get(2)).orElseThrow();
    assertEquals("y", Planted.labels().labels().get(everywhere.language()).name());
    assertEquals(0.6, everywhere.all(), 1e-12, "active on all tokens, of which 6 in 10 are y");
    assertEquals(1, everywhere.strongest(), "but most strongly on x alone");
    int active = 0;
    int y = 0;
    for (int d = 0; d < Planted.DOCUMENTS; d++) {
      for (int p = 0; DRAWS.scores(d) && p < Planted.LENGTH; p += 3) {
        active++;
        y += Planted.isX(d, p) ? 0 : 1;
      }
    }
    Purity none = scorer.purity(counted.get(1)).orElseThrow();
    assertEquals((double) y / active, none.all(), 1e-12);
    assertEquals(none.all(), none.strongest(), "activations that are all equal are all strongest");
  }

  @Test
  void bothHalvesAreThere() {
    long scoring = Planted.documents().stream().filter(d -> DRAWS.scores(d.document())).count();
    assertTrue(scoring > 4 && scoring < Planted.DOCUMENTS - 4);
  }

  @Test
  void partsAddUpToTheSameInAnyOrder() {
    List<DocumentCodes> documents = new ArrayList<>(Planted.documents());
    FeatureStatistics whole = count(documents).get(2);
    Collections.shuffle(documents, new Random(1));
    FeatureStatistics parts = count(documents.subList(0, 5)).get(2);
    parts.add(count(documents.subList(5, documents.size())).get(2));
    assertEquals(whole.active(), parts.active());
    assertEquals(whole.meanActivation(), parts.meanActivation());
    assertEquals(whole.max(), parts.max());
    assertEquals(whole.topTokens(5), parts.topTokens(5));
    assertEquals(whole.tokenEntropy(), parts.tokenEntropy());
    LabelScorer scorer = scorer(documents);
    assertEquals(scorer.scores(whole), scorer.scores(parts));
  }

  @Test
  void tokensAreCountedWhereItIsActive() {
    FeatureStatistics x = count(Planted.documents()).get(0);
    assertEquals(
        List.of(new FeatureStatistics.TokenCount("x", x.active())), x.topTokens(8), "x alone");
    assertEquals(0, x.tokenEntropy());
    for (FeatureStatistics any : count(Planted.documents()).values()) {
      double entropy = 0;
      for (FeatureStatistics.TokenCount token : any.topTokens(Integer.MAX_VALUE)) {
        double share = (double) token.count() / any.active();
        entropy -= share * Math.log(share) / Math.log(2);
      }
      assertEquals(entropy, any.tokenEntropy(), 1e-12);
    }
  }

  @Test
  void binsAscendAndHoldTheirLowestValue() {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      float value = (float) Math.exp(20 * random.nextGaussian());
      int bin = FeatureStatistics.bin(value);
      float lowest = FeatureStatistics.lowest(bin);
      assertTrue(lowest <= value && value < FeatureStatistics.lowest(bin + 1), "" + value);
      assertEquals(bin, FeatureStatistics.bin(lowest));
    }
  }

  @Test
  void sumsAreExact() {
    Random random = new Random(5);
    ExactSum sum = new ExactSum();
    ExactSum other = new ExactSum();
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < 5000; i++) {
      float term = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6));
      (i % 3 == 0 ? other : sum).add(term);
      exact = exact.add(new BigDecimal(term));
    }
    other.add(Float.MIN_VALUE);
    other.add(-Float.MIN_VALUE);
    sum.add(other);
    // The terms of the sum over exponents are exact below 2^53; adding these rounds a few times.
    assertEquals(exact.doubleValue(), sum.value(), 40 * Math.ulp(exact.doubleValue()));
    assertThrows(IllegalArgumentException.class, () -> sum.add(Float.NaN));
    assertEquals(0, new ExactSum().value());
  }

  @Test
  void documentsThatCameInPartsAreWhole() {
    DocumentCodes whole = Planted.documents().get(3);
    DocumentCodes joined = DocumentCodes.join(List.of(part(whole, 11, 30), part(whole, 0, 11)));
    assertArrayEquals(whole.position(), joined.position());
    assertArrayEquals(whole.text(), joined.text());
    assertArrayEquals(whole.start(), joined.start());
    assertArrayEquals(whole.feature(), joined.feature());
    assertArrayEquals(whole.value(), joined.value());
    assertArrayEquals(whole.label(), joined.label());
  }

  private static DocumentCodes part(DocumentCodes of, int from, int to) {
    int first = of.start()[from];
    int last = of.start()[to];
    int[] start = new int[to - from + 1];
    Arrays.setAll(start, t -> of.start()[from + t] - first);
    return new DocumentCodes(
        of.document(),
        Arrays.copyOfRange(of.position(), from, to),
        Arrays.copyOfRange(of.text(), from, to),
        Arrays.copyOfRange(of.label(), from, to),
        start,
        Arrays.copyOfRange(of.feature(), first, last),
        Arrays.copyOfRange(of.value(), first, last),
        Arrays.copyOfRange(of.error(), from, to));
  }
}

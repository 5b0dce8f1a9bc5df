package dev.polysweep.report.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.experiment.TamingFindings.Arm;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.Finding.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TamingFindingsTest {

  private static final String[][] EIGHT = {
    {"random", "bipolar", "l1", "relu"},
    {"orthogonal", "bipolar", "l1", "relu"},
    {"random", "positive_kurtosis", "l1", "relu"},
    {"random", "bipolar", "l2", "gelu"},
    {"orthogonal", "bipolar", "l2", "gelu"},
    {"orthogonal", "positive_kurtosis", "l1", "relu"},
    {"random", "positive_kurtosis", "l2", "relu"},
    {"orthogonal", "positive_kurtosis", "l2", "gelu"}
  };

  /**
   * Arms whose values are base·factor(arm) with a common disturbance by seed and a little of their
   * own.
   */
  private static List<Arm> eight(int seeds, double l2, double gelu, double own) {
    Random random = new Random(3);
    double[] common = random.doubles(seeds, 0.8, 1.2).toArray();
    List<Arm> arms = new ArrayList<>();
    for (String[] s : EIGHT) {
      double[] values = new double[seeds];
      for (int i = 0; i < seeds; i++) {
        double factor = (s[2].equals("l2") ? l2 : 1) * (s[3].equals("gelu") ? gelu : 1);
        values[i] = 5 * common[i] * factor * (1 + own * random.nextGaussian());
      }
      arms.add(
          new Arm(
              String.join("_", s),
              Map.of("init", s[0], "noise", s[1], "reg", s[2], "act", s[3]),
              values));
    }
    return arms;
  }

  @Test
  void poolAndMatchedPairAreToldApart() {
    // L2 alone does −10 %; GELU another −10 % in three of four: the pool shows 1 − 0.9·(3·0.9 +
    // 1)/4 = 16.75 %.
    List<Finding> findings = TamingFindings.taming(eight(200, 0.9, 0.9, 0.02));
    assertEquals(3, findings.size());
    String pooled = findings.get(0).measured();
    assertTrue(
        pooled.startsWith("Interference, pooled over 4 configurations with L2 and 4 with L1: −16."),
        pooled);
    assertTrue(pooled.contains("act is gelu in 3 of 4 with L2 and in 0 of 4 with L1"), pooled);
    assertTrue(!pooled.contains("init is") && !pooled.contains("noise is"), pooled);
    String matched = findings.get(1).measured();
    assertTrue(
        matched.contains(
            "random_positive_kurtosis_l2_relu against random_positive_kurtosis_l1_relu"),
        matched);
    assertTrue(matched.contains(": −9.") || matched.contains(": −10."), matched);
    assertTrue(matched.contains("200 seeds"), matched);
    assertEquals(Verdict.IN_DIRECTION, findings.get(1).verdict());
    assertEquals(Verdict.IN_DIRECTION, findings.get(2).verdict());
  }

  /** In a full grid pool and matched pairs are the same, and are said once. */
  @Test
  void aPoolOfMatchedPairsIsNotSaidTwice() {
    List<Arm> eight = eight(20, 0.9, 0.9, 0.02);
    List<Arm> pair = List.of(eight.get(2), eight.get(6));
    List<Finding> findings = TamingFindings.taming(pair);
    assertEquals(1, findings.size());
    assertTrue(
        findings.get(0).measured().startsWith("Interference, with all else equal"),
        findings.toString());
  }

  @Test
  void fewNoisySeedsAreInconclusive() {
    List<Finding> findings = TamingFindings.taming(eight(4, 0.9, 0.9, 0.3));
    assertEquals(Verdict.UNDECIDED, findings.get(2).verdict());
    assertTrue(findings.get(2).text().endsWith("Verdict: undecided at this number of seeds."));
  }

  @Test
  void aTrueClaimIsSupported() {
    List<Finding> findings = TamingFindings.taming(eight(30, 0.82, 1, 0.05));
    assertEquals(Verdict.HOLDS, findings.get(0).verdict());
    assertEquals(Verdict.HOLDS, findings.get(1).verdict());
  }

  @Test
  void oneSeedHasNoIntervalAndNoConclusion() {
    for (Finding finding : TamingFindings.taming(eight(1, 0.8, 1, 0))) {
      assertEquals(Verdict.UNDECIDED, finding.verdict());
      assertTrue(finding.measured().contains("(no interval, 1 seed)"), finding.measured());
    }
  }

  @Test
  void missingCellsDropTheirSeedOnly() {
    List<Arm> arms = eight(10, 0.9, 0.9, 0.1);
    arms.get(0).interference()[3] = Double.NaN;
    List<Finding> findings = TamingFindings.taming(arms);
    assertTrue(findings.get(0).measured().contains("9 seeds"));
    assertTrue(findings.get(1).measured().contains("10 seeds"));
    assertTrue(findings.get(2).measured().contains("9 seeds"));
  }

  @Test
  void sweepsWithoutTheArmsHaveNoFindings() {
    assertTrue(TamingFindings.taming(eight(5, 1, 1, 0.1).subList(0, 3)).isEmpty());
    assertTrue(TamingFindings.taming(List.of()).isEmpty());
  }

  @Test
  void armsNeedEqualSeeds() {
    List<Arm> arms = new ArrayList<>(eight(5, 1, 1, 0.1));
    arms.set(0, new Arm("x", arms.get(0).settings(), new double[3]));
    assertThrows(IllegalArgumentException.class, () -> TamingFindings.taming(arms));
  }

  @Test
  void verdictsByIntervals() {
    assertEquals(Verdict.HOLDS, Verdict.of(-18, -25.0, -7.0));
    assertEquals(Verdict.IN_DIRECTION, Verdict.of(-18, -12.0, -7.0));
    assertEquals(Verdict.IN_DIRECTION, Verdict.of(-18, -32.0, -19.0));
    assertEquals(Verdict.UNDECIDED, Verdict.of(-18, -25.0, 2.0));
    assertEquals(Verdict.DOES_NOT_HOLD, Verdict.of(-18, -9.0, 2.0));
    assertEquals(Verdict.DOES_NOT_HOLD, Verdict.of(-18, 3.0, 9.0));
    assertEquals(Verdict.UNDECIDED, Verdict.of(-18, null, null));
  }
}

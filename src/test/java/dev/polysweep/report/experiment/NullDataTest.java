package dev.polysweep.report.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.metric.statistic.PairedContrast;
import dev.polysweep.metric.statistic.SampleSummary;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.ExperimentPage;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.Finding.Verdict;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.table.CellValues;
import dev.polysweep.table.row.ContrastRow;
import dev.polysweep.table.row.EventSummaryRow;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Pages of experiments are handed noise in which nothing depends on the settings: no claim may hold
 * and no configuration may be named more often than the level of the intervals allows. The test of
 * the laws does the same for them.
 */
class NullDataTest {

  private static final int SWEEPS = 200;
  private static final int SEEDS = 8;

  /** Three standard errors above 5 % of {@link #SWEEPS}. */
  private static final int MOST = 19;

  private final Map<String, Map<String, Object>> settings = new LinkedHashMap<>();

  private void label(String label, Map<String, Object> values) {
    settings.put(label, new HashMap<>(values));
  }

  /** Summaries of values around 0 with the standard deviation 1/2. */
  private List<SummaryRow> noise(Random random, String... metrics) {
    List<SummaryRow> rows = new ArrayList<>();
    for (String label : settings.keySet()) {
      for (String metric : metrics) {
        SampleSummary s = SampleSummary.of(values(random));
        rows.add(
            new SummaryRow(
                label,
                metric,
                s.n(),
                s.mean(),
                s.sd(),
                s.sem(),
                s.ci95Low(),
                s.ci95High(),
                s.median(),
                s.min(),
                s.max()));
      }
    }
    return rows;
  }

  private static double[] values(Random random) {
    return random.doubles(SEEDS).map(u -> random.nextGaussian() / 2).toArray();
  }

  private static ReportInput.Tables tables(
      List<SummaryRow> summary, List<EventSummaryRow> events, List<ContrastRow> controls) {
    return new ReportInput.Tables(
        summary, List.of(), List.of(), List.of(), List.of(), List.of(), events, controls);
  }

  private static boolean isClaimed(Finding finding) {
    return finding.verdict() == Verdict.HOLDS || finding.verdict() == Verdict.IN_DIRECTION;
  }

  @Test
  void monosemantic() {
    for (String label : List.of("few", "enough", "tied", "nested")) {
      label(
          label,
          Map.of(
              "data_source",
              "forest",
              "data_n_features",
              4L,
              "data_forest_max_depth",
              1L,
              "sae_d_sae",
              label.equals("few") ? 1L : 4L,
              "sae_architecture",
              label.equals("nested") ? "matryoshka" : "l1",
              "sae_nesting_inner_weight",
              0.25,
              "sae_weights_tied",
              label.equals("tied"),
              "sae_weights_frozen",
              "none"));
    }
    assertSilent(4, "hedging", "encoder_hedging", "mcc");
  }

  @Test
  void sparsityOfAutoencoders() {
    for (long k = 1; k <= 6; k++) {
      label(
          "k" + k,
          Map.of("sae_architecture", "batch_topk", "sae_k", k, "data_source", "synthetic"));
    }
    assertSilent(1, "c_dec", "mcc", "mmcs");
  }

  @Test
  void recoveryByArchitecture() {
    for (String architecture : List.of("topk", "batch_topk", "jumprelu")) {
      label(
          architecture,
          Map.of(
              "sae_architecture",
              architecture,
              "data_source",
              "synthetic",
              "data_decay",
              1.0,
              "sae_weights_frozen",
              "none"));
    }
    assertSilent(1, "recovered");
  }

  /** Whether the page makes as many claims as expected, of which noise fulfils hardly any. */
  private void assertSilent(int claims, String... metrics) {
    int held = 0;
    int named = 0;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      List<SummaryRow> rows = noise(new Random(1000 + sweep), metrics);
      List<Finding> findings =
          new MonosemanticPage()
              .findings(
                  tables(rows, List.of(), List.of()), new Details(settings, List.of(), List.of()));
      assertEquals(claims, findings.stream().filter(f -> !f.claim().isEmpty()).count());
      for (Finding finding : findings) {
        held += isClaimed(finding) ? 1 : 0;
        named += finding.measured().startsWith("Highest") ? 1 : 0;
      }
    }
    assertTrue(held <= claims * MOST, held + " claims hold of noise");
    assertTrue(named <= MOST, named + " configurations are named");
  }

  @Test
  void temporal() {
    for (String policy : List.of("placebo", "threshold", "random_time", "manual")) {
      label(policy, Map.of("policy", policy));
    }
    int named = 0;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      Random random = new Random(2000 + sweep);
      List<EventSummaryRow> events = events(random);
      List<ContrastRow> controls = new ArrayList<>();
      double[] placebo = values(random);
      for (String policy : List.of("threshold", "random_time")) {
        controls.add(contrast(policy, PairedContrast.of(values(random), placebo)));
      }
      List<Finding> findings =
          ExperimentPage.of("temporal")
              .findings(
                  tables(noise(random, "psi"), events, controls),
                  new Details(settings, List.of(), List.of()));
      assertFalse(findings.stream().anyMatch(NullDataTest::isClaimed));
      named += findings.size() - 1; // the first says how many configurations lie in which band
    }
    assertTrue(named <= 2 * MOST, named + " sentences on noise");
  }

  private static ContrastRow contrast(String label, PairedContrast c) {
    return new ContrastRow(
        label,
        "placebo",
        "psi",
        c.n(),
        c.delta(),
        c.ci95Low(),
        c.ci95High(),
        c.deltaPct(),
        c.pctCi95Low(),
        c.pctCi95High(),
        c.t(),
        c.p(),
        c.p(),
        c.hedgesG());
  }

  private static List<EventSummaryRow> events(Random random) {
    List<EventSummaryRow> rows = new ArrayList<>();
    SampleSummary[] epochs = new SampleSummary[3];
    int best = 0;
    for (int e = 0; e < epochs.length; e++) {
      epochs[e] = SampleSummary.of(values(random));
      best = epochs[e].mean() > epochs[best].mean() ? e : best;
    }
    for (int e = 0; e < epochs.length; e++) {
      SampleSummary s = epochs[e];
      rows.add(
          new EventSummaryRow(
              "interventions",
              "policy, kind, epoch",
              "manual, weight_reset, " + 10 * (e + 1),
              "effectiveness",
              SEEDS,
              SEEDS,
              SEEDS,
              s.mean(),
              s.sd(),
              s.ci95Low(),
              s.ci95High(),
              e == best));
    }
    return rows;
  }

  /** A census counts and a share is a number: neither is a claim. */
  @Test
  void toy() {
    for (int features = 3; features <= 8; features++) {
      label(
          "f" + features,
          Map.of(
              "n_features",
              features,
              "n_hidden",
              features == 3 ? 3 : 2,
              "activation",
              "relu",
              "importance",
              "null",
              "importance_decay",
              1,
              "feature_probability",
              0.1));
    }
    Random random = new Random(3);
    List<CellValues> cells = new ArrayList<>();
    for (String label : settings.keySet()) {
      for (int seed = 0; seed < SEEDS; seed++) {
        Map<String, Double> values = new HashMap<>();
        for (String metric : ToyFindings.METRICS) {
          values.put(metric, Math.abs(random.nextGaussian()));
        }
        values.put("represented_features", (double) random.nextInt(3, 9));
        cells.add(new CellValues(label, seed, values));
      }
    }
    List<Finding> findings = new ToyPage().findings(new Details(settings, cells, List.of()));
    assertEquals(2, findings.size());
    for (Finding finding : findings) {
      assertEquals("", finding.claim());
      assertEquals(null, finding.verdict());
    }
  }
}

package dev.polysweep.report.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.Finding.Verdict;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.table.row.ContrastRow;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The verdicts turn with the numbers. */
class SaeClaimsTest {

  private final Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
  private final List<SummaryRow> summary = new ArrayList<>();
  private final List<ContrastRow> contrasts = new ArrayList<>();

  private void label(String label, Map<String, Object> values) {
    Map<String, Object> all = new HashMap<>();
    all.put("data_source", "forest");
    all.put("data_n_features", 4L);
    all.put("data_forest_max_depth", 1L);
    all.put("sae_d_sae", 4L);
    all.put("sae_architecture", "l1");
    all.put("sae_weights_tied", false);
    all.put("sae_weights_frozen", "none");
    all.putAll(values);
    settings.put(label, all);
  }

  private void row(String label, String metric, double mean, double half) {
    row(label, metric, 5, mean, half);
  }

  private void row(String label, String metric, int n, double mean, double half) {
    summary.removeIf(row -> row.label().equals(label) && row.metric().equals(metric));
    summary.add(
        new SummaryRow(
            label, metric, n, mean, half, half, mean - half, mean + half, mean, mean, mean));
  }

  private List<Finding> findings() {
    return SaeClaims.findings(
        new ReportInput.Tables(summary, List.of(), contrasts, List.of(), List.of(), List.of()),
        new Details(settings, List.of(), List.of()));
  }

  private Verdict verdict(String claim) {
    List<Finding> found = findings().stream().filter(f -> f.claim().contains(claim)).toList();
    assertEquals(1, found.size(), findings().toString());
    return found.get(0).verdict();
  }

  @Test
  void hedgingAbsorptionAndTheirCures() {
    label("few", Map.of("sae_d_sae", 1L));
    label("enough", Map.of());
    label("tied", Map.of("sae_weights_tied", true));
    label("nested", Map.of("sae_architecture", "matryoshka", "sae_nesting_inner_weight", 0.25));
    row("few", "hedging", 0.17, 0.01);
    row("enough", "encoder_hedging", -0.3, 0.01);
    row("tied", "encoder_hedging", 0, 0.01);
    row("nested", "hedging", 0.01, 0.01);
    row("nested", "encoder_hedging", -0.01, 0.01);
    for (String claim : List.of("hedges:", "absorption:", "tied", "Matryoshka")) {
      assertEquals(Verdict.HOLDS, verdict(claim), claim);
    }
    row("few", "hedging", 0.17, 0.2);
    row("enough", "encoder_hedging", -0.3, 0.4);
    row("tied", "encoder_hedging", 0.02, 0.1);
    row("nested", "hedging", 0.0, 0.1);
    for (String claim : List.of("hedges:", "absorption:", "tied", "Matryoshka")) {
      assertEquals(Verdict.UNDECIDED, verdict(claim), claim);
    }
    row("few", "hedging", 0.03, 0.01);
    assertEquals(Verdict.IN_DIRECTION, verdict("hedges:"), "too little to count");
    row("few", "hedging", -0.17, 0.02);
    row("enough", "encoder_hedging", 0.3, 0.01);
    row("tied", "encoder_hedging", -0.1, 0.01);
    row("nested", "hedging", 0.1, 0.01);
    for (String claim : List.of("hedges:", "absorption:", "tied", "Matryoshka")) {
      assertEquals(Verdict.DOES_NOT_HOLD, verdict(claim), claim);
    }
    settings.values().forEach(values -> values.put("data_n_features", 1024L));
    assertEquals(List.of(), findings(), "a forest of many trees is no such sweep");
  }

  @Test
  void theDetectorOfTheRightSparsity() {
    for (long k : new long[] {3, 5, 11, 18}) {
      label("k" + k, Map.of("sae_k", k, "sae_architecture", "batch_topk"));
      row("k" + k, "c_dec", k == 11 ? 0.1 : 0.2, 0.01);
      row("k" + k, "mcc", k == 11 ? 0.9 : 0.7, 0.01);
    }
    assertEquals(Verdict.HOLDS, verdict("least alike"));
    row("k5", "c_dec", 0.11, 0.01);
    assertEquals(Verdict.UNDECIDED, verdict("least alike"), "the intervals of two overlap");
    row("k5", "c_dec", 0.2, 0.01);
    row("k11", "mcc", 1, 0.9, 0.01);
    assertEquals(Verdict.UNDECIDED, verdict("least alike"), "one seed");
    row("k11", "mcc", 0.9, 0.01);
    row("k5", "c_dec", 0.05, 0.01);
    assertEquals(Verdict.DOES_NOT_HOLD, verdict("least alike"));
    row("k5", "mcc", 0.89, 0.01);
    assertEquals(Verdict.UNDECIDED, verdict("least alike"));
    settings.remove("k3");
    assertEquals(List.of(), findings(), "three values are no curve");
  }

  @Test
  void topkAgainstTheOthers() {
    for (String architecture : List.of("topk", "batch_topk", "jumprelu")) {
      label(
          architecture,
          Map.of("sae_architecture", architecture, "data_source", "synthetic", "data_decay", 1.0));
      row(architecture, "recovered", architecture.equals("topk") ? 0.995 : 0.002, 0.001);
    }
    assertEquals(Verdict.HOLDS, verdict("TopK"));
    row("jumprelu", "recovered", 0.5, 0.001);
    assertEquals(Verdict.IN_DIRECTION, verdict("TopK"));
    row("jumprelu", "recovered", 0.994, 0.001);
    assertEquals(Verdict.DOES_NOT_HOLD, verdict("TopK"));
    assertEquals(1, findings().size(), "all frequencies are equal");
    for (String architecture : List.of("topk", "jumprelu")) {
      String label = architecture + " varied";
      label(
          label,
          Map.of("sae_architecture", architecture, "data_source", "synthetic", "data_decay", 0.98));
      row(label, "recovered", 0.4, 0.01);
    }
    label(
        "held",
        Map.of(
            "sae_architecture",
            "topk",
            "data_source",
            "synthetic",
            "data_decay",
            0.98,
            "sae_weights_least_cosine",
            0.8));
    row("held", "recovered", 0.9, 0.01);
    assertEquals(Verdict.HOLDS, verdict("four decades"), "a control does not count");
    row("topk varied", "recovered", 0.425, 0.01);
    assertEquals(Verdict.UNDECIDED, verdict("four decades"));
    row("topk varied", "recovered", 0.5, 0.01);
    assertEquals(Verdict.DOES_NOT_HOLD, verdict("four decades"));
  }

  @Test
  void proluAgainstRelu() {
    label("relu", Map.of());
    label("prolu", Map.of("sae_architecture", "prolu", "sae_prolu_gradient", "straight_through"));
    contrasts.add(contrast("mse", -17, 2));
    contrasts.add(contrast("l0", 5, 9));
    assertEquals(Verdict.HOLDS, verdict("ProLU"));
    contrasts.set(0, contrast("mse", -40, 2));
    assertEquals(Verdict.IN_DIRECTION, verdict("ProLU"));
    contrasts.set(0, contrast("mse", 5, 2));
    assertEquals(Verdict.DOES_NOT_HOLD, verdict("ProLU"));
    contrasts.set(1, contrast("l0", 15, 2));
    assertNull(verdict("ProLU"), "not the same sparsity");
    assertTrue(findings().get(0).measured().contains("mse of prolu"), findings().toString());
  }

  private static ContrastRow contrast(String metric, double percent, double half) {
    return new ContrastRow(
        "prolu",
        "relu",
        metric,
        5,
        percent,
        percent - half,
        percent + half,
        percent,
        percent - half,
        percent + half,
        1.0,
        0.1,
        0.1,
        1.0);
  }
}

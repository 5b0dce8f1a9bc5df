package dev.polysweep.report.experiment;

import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.table.ContrastRow;
import dev.polysweep.table.EventSummaryRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Findings of a temporal sweep, in sentences. */
final class TemporalFindings {

  private static final double LEVEL = 0.05;

  private final ReportInput.Tables tables;
  private final Details details;

  TemporalFindings(ReportInput.Tables tables, Details details) {
    this.tables = tables;
    this.details = details;
  }

  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    bands(findings);
    againstPlacebo(findings);
    timing(findings);
    return findings;
  }

  private void bands(List<Finding> findings) {
    Map<String, Long> bands =
        tables.summary().stream()
            .filter(row -> row.metric().equals(TemporalFigures.PSI))
            .collect(
                Collectors.groupingBy(
                    row -> TemporalFigures.decided(row).orElse("undecided"),
                    LinkedHashMap::new,
                    Collectors.counting()));
    if (!bands.isEmpty()) {
      findings.add(
          Finding.of(
              "Final PSI by configuration: "
                  + bands.entrySet().stream()
                      .map(entry -> entry.getKey() + " in " + entry.getValue())
                      .collect(Collectors.joining(", "))
                  + "."));
    }
  }

  /**
   * Adds a finding for each policy: in how many comparisons with placebo the final PSI is
   * significantly lower, and in how many significantly higher.
   */
  private void againstPlacebo(List<Finding> findings) {
    Map<String, List<ContrastRow>> byPolicy = new LinkedHashMap<>();
    for (ContrastRow row : tables.controls()) {
      if (row.metric().equals(TemporalFigures.PSI)) {
        byPolicy
            .computeIfAbsent(details.text(row.label(), "policy"), policy -> new ArrayList<>())
            .add(row);
      }
    }
    byPolicy.remove("none");
    byPolicy.forEach(
        (policy, rows) ->
            findings.add(
                new Finding(
                    "Interventions of the policy " + policy + " lower PSI.",
                    "Final PSI against placebo, paired by seed: "
                        + rows.stream()
                            .map(
                                row ->
                                    row.label()
                                        + " "
                                        + Numbers.withInterval(
                                            row.delta(), row.ci95Low(), row.ci95High()))
                            .collect(Collectors.joining(", "))
                        + ". After Holm, lower in "
                        + count(rows, -1)
                        + " and higher in "
                        + count(rows, 1)
                        + " of "
                        + rows.size()
                        + ".",
                    verdict(rows))));
  }

  private static Finding.Verdict verdict(List<ContrastRow> rows) {
    if (count(rows, -1) == rows.size()) {
      return Finding.Verdict.HOLDS;
    }
    return count(rows, 1) > 0 && count(rows, -1) == 0
        ? Finding.Verdict.DOES_NOT_HOLD
        : Finding.Verdict.UNDECIDED;
  }

  private static long count(List<ContrastRow> rows, int sign) {
    return rows.stream()
        .filter(row -> row.pHolm() != null && row.pHolm() < LEVEL)
        .filter(row -> Math.signum(row.delta()) == sign)
        .count();
  }

  /**
   * Adds a finding for each kind of intervention: after which epoch an intervention of the manual
   * policy had its largest mean effect. There is none where the interval of that mean reaches the
   * mean after another epoch.
   */
  private void timing(List<Finding> findings) {
    for (EventSummaryRow row : tables.events()) {
      if (row.best()
          && row.keys().equals("policy, kind, epoch")
          && row.group().startsWith("manual, ")
          && standsOut(row)) {
        String[] key = TemporalFigures.keys(row, 3);
        findings.add(
            Finding.of(
                key[1]
                    + " by hand had its largest mean "
                    + row.metric()
                    + " after epoch "
                    + key[2]
                    + ": "
                    + Numbers.withInterval(row.mean(), row.ci95Low(), row.ci95High())
                    + ", the best of several epochs, so chance flatters it."));
      }
    }
  }

  /** Whether the interval of the best epoch lies above the means of all others of its kind. */
  private boolean standsOut(EventSummaryRow best) {
    String kind = best.group().substring(0, best.group().lastIndexOf(','));
    return best.ci95Low() != null
        && tables.events().stream()
            .filter(row -> row.keys().equals(best.keys()) && row.metric().equals(best.metric()))
            .filter(row -> row.group().startsWith(kind + ",") && !row.best() && row.mean() != null)
            .allMatch(row -> row.mean() < best.ci95Low());
  }
}

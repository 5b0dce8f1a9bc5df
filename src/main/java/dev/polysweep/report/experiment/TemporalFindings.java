package dev.polysweep.report.experiment;

import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.law.temporal.InterventionsBeatPlacebo;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.table.row.ContrastRow;
import dev.polysweep.table.row.EventSummaryRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Findings of a temporal sweep, in sentences. */
final class TemporalFindings {

  private static final double LEVEL = 0.05;
  private static final String UNDECIDED = "undecided";

  /** The bands of PSI, with what each means. */
  private static final Map<String, String> RANGES = ranges();

  /** The policies without interventions, and those whose interventions a law is about. */
  private static final Set<String> RULED =
      Stream.concat(InterventionsBeatPlacebo.POLICIES.stream(), Stream.of("none", "transfer"))
          .collect(Collectors.toSet());

  private final ReportInput.Tables tables;
  private final Details details;

  TemporalFindings(ReportInput.Tables tables, Details details) {
    this.tables = tables;
    this.details = details;
  }

  private static Map<String, String> ranges() {
    Map<String, String> ranges = new LinkedHashMap<>();
    ranges.put("good", "good (at most 0.5)");
    ranges.put("moderate", "moderate (0.5 to 1)");
    ranges.put("high", "high (above 1)");
    return ranges;
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
                    row -> TemporalFigures.decided(row).orElse(UNDECIDED),
                    LinkedHashMap::new,
                    Collectors.counting()));
    long undecided = bands.getOrDefault(UNDECIDED, 0L);
    if (!bands.isEmpty() && undecided == bands.values().stream().mapToLong(n -> n).sum()) {
      findings.add(
          Finding.of(
              "Whether final PSI is good (at most 0.5), moderate or high (above 1) is undecided for"
                  + " each of the "
                  + undecided
                  + " configurations."));
    } else if (!bands.isEmpty()) {
      long all = bands.values().stream().mapToLong(n -> n).sum();
      String decided =
          RANGES.entrySet().stream()
              .filter(range -> bands.containsKey(range.getKey()))
              .map(range -> range.getValue() + " in " + bands.get(range.getKey()))
              .collect(Collectors.joining(", "));
      String rest =
          undecided == 0 ? "" : "; in " + undecided + " its interval reaches beyond such a range";
      findings.add(
          Finding.of("Final PSI is " + decided + " of " + all + " configurations" + rest + "."));
    }
  }

  /**
   * Adds a finding for each policy of which no law speaks: in how many comparisons with placebo the
   * final PSI is significantly lower, and in how many significantly higher. There is none where
   * there is neither.
   */
  private void againstPlacebo(List<Finding> findings) {
    Map<String, List<ContrastRow>> byPolicy = new LinkedHashMap<>();
    for (ContrastRow row : tables.controls()) {
      String policy = details.text(row.label(), "policy").toLowerCase(Locale.ROOT);
      if (row.metric().equals(TemporalFigures.PSI) && !RULED.contains(policy)) {
        byPolicy.computeIfAbsent(policy, key -> new ArrayList<>()).add(row);
      }
    }
    byPolicy.forEach(
        (policy, rows) -> {
          long lower = count(rows, -1);
          long higher = count(rows, 1);
          if (lower + higher > 0) {
            findings.add(
                Finding.of(
                    "Final PSI with the policy "
                        + policy
                        + " against placebo, paired by seed: after Holm, lower in "
                        + lower
                        + " and higher in "
                        + higher
                        + " of "
                        + rows.size()
                        + (rows.size() == 1 ? " comparison." : " comparisons.")));
          }
        });
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

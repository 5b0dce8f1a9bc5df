package dev.polysweep.report.page;

import dev.polysweep.report.draw.Numbers;
import dev.polysweep.table.row.DecisionRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the comparisons decided for which a sweep took as many seeds as it needed, in sentences, and
 * which intervals of the results are of which kind.
 */
public final class DecisionText {

  private static final int MOST = 24;

  private static final String KINDS =
      "These are confidence sequences, which hold however often one looks: all of them at once, at"
          + " every look, with the chance 0.95. All other intervals of these results are Student’s or"
          + " of the kind that the glossary names; they suppose a number of seeds that was fixed"
          + " beforehand, and after stopping by the results they are too narrow.";

  private DecisionText() {}

  /**
   * Returns a finding for each comparison, and one on the kinds of intervals; empty for no rows.
   */
  public static List<Finding> of(List<DecisionRow> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    rows.stream().limit(MOST).forEach(row -> findings.add(Finding.of(sentence(row))));
    if (rows.size() > MOST) {
      findings.add(Finding.of((rows.size() - MOST) + " more in the table decisions."));
    }
    findings.add(Finding.of(KINDS));
    return findings;
  }

  private static String sentence(DecisionRow row) {
    String what =
        row.comparison().equals(row.other())
            ? row.other() + " against " + row.reference()
            : row.comparison() + " " + row.reference() + " → " + row.other();
    String size =
        percent(row)
            .or(
                () ->
                    Optional.ofNullable(row.delta())
                        .map(delta -> Numbers.withInterval(delta, row.csLow(), row.csHigh())))
            .orElse("no value");
    return row.metric() + ", " + what + ": " + size + " at " + row.n() + " seeds; " + words(row);
  }

  /** The difference and its interval in per cent of the reference. */
  private static Optional<String> percent(DecisionRow row) {
    if (row.deltaPct() == null || row.withinPct() == null) {
      return Optional.empty();
    }
    double low = row.deltaPct() - row.withinPct();
    double high = row.deltaPct() + row.withinPct();
    return Optional.of(Numbers.withInterval(row.deltaPct(), low, high) + " %");
  }

  private static String words(DecisionRow row) {
    return switch (row.decision()) {
      case DecisionRow.DIFFERENT -> "a difference.";
      case DecisionRow.NARROW -> "none that is larger than the interval.";
      default -> "undecided, and there are no more seeds.";
    };
  }
}

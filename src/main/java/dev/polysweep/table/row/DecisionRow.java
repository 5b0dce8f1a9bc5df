package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/**
 * A row of the table {@code decisions}: a comparison for which a sweep took as many seeds as it
 * needed.
 */
public record DecisionRow(
    @Describe("name of the metric") String metric,
    @Describe("label that is compared with the baseline, or the setting of a main effect")
        String comparison,
    @Describe("label of the baseline, or reference level of the setting") String reference,
    @Describe("label that is compared, or other level of the setting") String other,
    @Describe("number of complete pairs, or of seeds with a value in every run of the factorial")
        long n,
    @Describe("mean difference or mean effect over these seeds") Double delta,
    @Describe(
            "lower end of the interval of delta, from a confidence sequence: all intervals of all"
                + " comparisons at all looks hold at once with the chance 0.95; null if unbounded")
        Double csLow,
    @Describe("upper end of that interval; null if unbounded") Double csHigh,
    @Describe(
            value = "mean difference in per cent of the reference’s mean",
            unit = "%",
            formula = "100·delta / mean of the reference")
        Double deltaPct,
    @Describe(
            value = "half the width of the interval in per cent of the reference’s mean",
            unit = "%",
            formula = "50·(cs_high − cs_low) / |mean of the reference|")
        Double withinPct,
    @Describe(
            "different: the interval does not hold 0; narrow: it holds 0 and is as narrow as was"
                + " asked; open: neither, and there are no more seeds")
        String decision)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of(
          "decisions", "comparison that decided how many seeds were run", DecisionRow.class);

  /** The words of the column {@code decision}. */
  public static final String DIFFERENT = "different";

  /** The interval holds 0 and is narrow enough. */
  public static final String NARROW = "narrow";

  /** Neither. */
  public static final String OPEN = "open";
}

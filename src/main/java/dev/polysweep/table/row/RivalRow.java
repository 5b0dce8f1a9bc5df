package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/**
 * A row of the table {@code rivals}: how one metric of one label compares with that of the best
 * label, of metrics that are better high or better low.
 */
public record RivalRow(
    @Describe("name of the metric") String metric,
    @Describe("label of the configuration") String label,
    @Describe("label of the configuration with the best mean") String best,
    @Describe("number of seeds for which both have a value") long n,
    @Describe("mean over the seeds for which it has a value") double mean,
    @Describe(
            value = "mean difference, 0 for the best",
            formula = "mean over seeds of (label − best)")
        double delta,
    @Describe("lower end of the 95 % interval of delta (Student t)") Double ci95Low,
    @Describe("upper end of the 95 % interval of delta (Student t)") Double ci95High,
    @Describe("one-sided p-value that the label is no worse than the best, paired by seed")
        Double p,
    @Describe(
            value = "p-value adjusted for all comparisons with the best (Bonferroni)",
            formula = "min(1, p·(labels − 1))")
        Double pAdjusted,
    @Describe(
            "whether the label may be the best: it is, or p_adjusted is at least 0.05; the truly best label is among those with a chance of 95 % or more")
        boolean mayBeBest)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("rivals", "metric × label against the best label", RivalRow.class);
}

package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/**
 * A row of the table {@code contrasts}: the comparison of one metric of one label with the
 * baseline, paired by seed.
 */
public record ContrastRow(
    @Describe("label of the configuration") String label,
    @Describe("label of the baseline that it is compared with") String baseline,
    @Describe("name of the metric") String metric,
    @Describe("number of seeds for which both have a value") long n,
    @Describe(value = "mean difference", formula = "mean over seeds of (label − baseline)")
        double delta,
    @Describe("lower end of the 95 % interval of delta (Student t)") Double ci95Low,
    @Describe("upper end of the 95 % interval of delta (Student t)") Double ci95High,
    @Describe(
            value = "mean difference in per cent of the baseline’s mean; null if that mean is 0",
            unit = "%",
            formula = "100·delta / mean of the baseline")
        Double deltaPct,
    @Describe(
            value =
                "lower end of the 95 % interval of delta_pct (Fieller); at least −100 for a metric that is never negative",
            unit = "%")
        Double pctCi95Low,
    @Describe(value = "upper end of the 95 % interval of delta_pct", unit = "%") Double pctCi95High,
    @Describe(
            value = "paired t statistic; null without variance",
            formula = "delta / (sd of differences / √n)")
        Double t,
    @Describe("two-sided p-value of t with n − 1 degrees of freedom; null without variance")
        Double p,
    @Describe("p-value adjusted by Holm’s method over the labels within one metric") Double pHolm,
    @Describe(
            value =
                "Hedges’ g with the standard deviation of the differences; null without variance",
            formula = "(delta / sd)·(1 − 3/(4(n − 1) − 1))")
        Double hedgesG)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("contrasts", "label against the baseline × metric", ContrastRow.class);
}

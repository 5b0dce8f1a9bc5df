package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/**
 * A row of the table {@code effects}: a main effect or a two-way interaction on one metric, of
 * sweeps that are a full factorial of settings with two levels each.
 */
public record EffectRow(
    @Describe("name of the metric") String metric,
    @Describe("setting, or two settings joined by : for their interaction") String effect,
    @Describe("reference level of the setting; two joined by : for an interaction") String levelLow,
    @Describe("other level of the setting; two joined by : for an interaction") String levelHigh,
    @Describe("number of seeds with a value in every run of the factorial") long n,
    @Describe(
            value = "mean effect over seeds",
            formula =
                "main effect: mean at level_high − mean at level_low; interaction of A and B: half of (effect of A at high B − effect of A at low B)")
        double delta,
    @Describe("lower end of the 95 % interval of delta (Student t)") Double ci95Low,
    @Describe("upper end of the 95 % interval of delta (Student t)") Double ci95High,
    @Describe(
            value =
                "mean effect in per cent of the mean at the low levels of the settings named; null if that mean is 0",
            unit = "%",
            formula = "100·delta / mean at level_low")
        Double deltaPct,
    @Describe(
            value =
                "lower end of the 95 % interval of delta_pct (Fieller); at least −100 for a metric that is never negative, interactions excepted",
            unit = "%")
        Double pctCi95Low,
    @Describe(value = "upper end of the 95 % interval of delta_pct", unit = "%") Double pctCi95High,
    @Describe("two-sided p-value with n − 1 degrees of freedom; null without variance") Double p,
    @Describe("p-value adjusted by Holm’s method over the effects within one metric") Double pHolm)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("effects", "metric × main effect or two-way interaction", EffectRow.class);
}

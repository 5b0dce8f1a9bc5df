package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/**
 * A row of the table {@code levels}: one metric at one value of a swept setting, averaged over all
 * configurations that have that value.
 */
public record LevelRow(
    @Describe("name of the metric") String metric,
    @Describe("column of the setting") String setting,
    @Describe("value of the setting, as text") String level,
    @Describe("number of configurations that have this value") long configurations,
    @Describe("number of seeds with a value in all of them") long n,
    @Describe("mean over seeds of the mean over these configurations") double mean,
    @Describe("lower end of the 95 % interval of the mean, by the method of the metric’s range")
        Double ci95Low,
    @Describe("upper end of the 95 % interval of the mean") Double ci95High,
    @Describe(
            "value of the setting that this one is compared with: that of the baseline or first configuration")
        String reference,
    @Describe(
            "mean difference from the reference, paired by seed; null at the reference and where the two have no seed in common")
        Double delta,
    @Describe("lower end of the 95 % interval of delta (Student t)") Double deltaCi95Low,
    @Describe("upper end of the 95 % interval of delta (Student t)") Double deltaCi95High,
    @Describe("two-sided p-value of delta; null without variance") Double p,
    @Describe("p-value adjusted by Holm’s method over all settings and values within one metric")
        Double pHolm)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("levels", "metric × swept setting × value", LevelRow.class);
}

package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/**
 * A row of the table {@code shares}: how much of the variance of one metric over all cells one
 * source explains.
 */
public record ShareRow(
    @Describe("name of the metric") String metric,
    @Describe(
            "a setting, two settings joined by : for their interaction, other combinations, seed, or seed × settings for what seeds do to configurations differently; what cannot be told apart, because settings change together, has their names joined by &")
        String source,
    @Describe("number of configurations") long configurations,
    @Describe("number of seeds") long seeds,
    @Describe(
            "number of cells without a value, which were filled in by the sum of their configuration’s and their seed’s effect (Yates 1933)")
        long filled,
    @Describe(
            "whether the configurations are every combination of the settings’ values once; if not, a setting’s share is that of its term in the sum of all settings’ effects (Pratt 1987), negative where it works against others")
        boolean grid,
    @Describe("degrees of freedom") long df,
    @Describe(
            value =
                "share of the variance, ω², each source with its own error term; 0 on average for a source that does nothing, so that an estimate may be a little below 0",
            formula =
                "(‖P ȳ‖² − Σ_s ‖P(y_s − ȳ)‖²/(n(n − 1)))/C over the sum of all components of variance")
        double share,
    @Describe("lower end of the 95 % interval of share (jackknife over seeds), from 0 to 1")
        Double ci95Low,
    @Describe("upper end of the 95 % interval of share (jackknife over seeds), from 0 to 1")
        Double ci95High,
    @Describe(
            "p-value of the F test (Greenhouse–Geisser) that the source explains nothing; 0 where its effect is the same in every seed")
        Double p,
    @Describe("p-value adjusted by Holm’s method over the sources within one metric") Double pHolm)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("shares", "metric × source of variance", ShareRow.class);
}

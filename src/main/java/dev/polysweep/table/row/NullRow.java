package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/**
 * A row of the table {@code nulls}: a metric of one label compared with its null distribution, over
 * seeds.
 */
public record NullRow(
    @Describe("label of the configuration") String label,
    @Describe("name of the metric") String metric,
    @Describe(
            "how the null distribution is drawn: isotropic (random directions), entries (shuffled weights)")
        String method,
    @Describe(
            "number of draws of the null with which each cell was compared; each seed has draws of its own")
        long draws,
    @Describe("number of cells with a value") long n,
    @Describe("mean of the null, averaged over cells") double nullMean,
    @Describe("standard deviation of the null, averaged over cells") double nullSd,
    @Describe(value = "mean over cells of z", formula = "z = (observed − null_mean) / null_sd")
        double meanZ,
    @Describe(value = "lower end of the 95 % interval of the mean z over seeds (Student t)")
        Double ci95Low,
    @Describe(value = "upper end of the 95 % interval of the mean z over seeds (Student t)")
        Double ci95High,
    @Describe(
            value =
                "probability of values as small or smaller if the null is true, combined over seeds",
            formula =
                "Stouffer: Φ(Σ a/√n), a = mean of Φ⁻¹ from 1 − p_more to p_less of a cell; a single cell's own p")
        double pLess,
    @Describe(
            value =
                "probability of values as large or larger if the null is true, combined over seeds",
            formula = "Stouffer: Φ(−Σ a/√n), a as for p_less; a single cell's own p")
        double pMore)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("nulls", "label × metric that has a null", NullRow.class);
}

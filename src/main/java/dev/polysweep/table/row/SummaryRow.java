package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/** A row of the table {@code summary}: one metric of one label, over its seeds. */
public record SummaryRow(
    @Describe("label of the configuration") String label,
    @Describe("name of the metric") String metric,
    @Describe("number of cells with a value") long n,
    @Describe("mean over seeds") double mean,
    @Describe("sample standard deviation; null for fewer than 2 values") Double sd,
    @Describe(value = "standard error of the mean", formula = "sd / √n") Double sem,
    @Describe(
            value =
                "lower end of the 95 % interval of the mean, by the metric’s range: Wilson for 0 or 1, quasi-binomial for shares, quasi-Poisson for counts, Student t of the logarithm where one side is bounded, else Student t; null if all values are equal",
            formula = "without bounds: mean − t(0.975, n − 1)·sem")
        Double ci95Low,
    @Describe(
            value = "upper end of the 95 % interval of the mean",
            formula = "without bounds: mean + t(0.975, n − 1)·sem")
        Double ci95High,
    @Describe("median") double median,
    @Describe("smallest value") double min,
    @Describe("largest value") double max)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("summary", "label × metric", SummaryRow.class);
}

package dev.polysweep.table;

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
            value = "lower end of the 95 % interval of the mean",
            formula = "mean − t(0.975, n − 1)·sem")
        Double ci95Low,
    @Describe(
            value = "upper end of the 95 % interval of the mean",
            formula = "mean + t(0.975, n − 1)·sem")
        Double ci95High,
    @Describe("median") double median,
    @Describe("smallest value") double min,
    @Describe("largest value") double max)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("summary", "label × metric", SummaryRow.class);
}

package dev.polysweep.table;

import java.io.Serializable;

/** One metric of one label at one logged epoch. */
public record CurveRow(
    @Describe("label of the configuration") String label,
    @Describe("phase of the training: mlp, sae, …") String phase,
    @Describe("epoch, from 1") int epoch,
    @Describe("name of the metric, or loss") String metric,
    @Describe("cells with a value") long n,
    @Describe("mean over seeds") double mean,
    @Describe("lower end of the 95 % interval (Student t)") Double ci95Low,
    @Describe("upper end of the 95 % interval (Student t)") Double ci95High)
    implements Serializable {

  /** Columns of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("curves", "label × phase × epoch × metric", CurveRow.class);
}

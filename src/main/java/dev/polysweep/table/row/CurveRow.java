package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/** A row of the table {@code curves}: one metric of one label at one logged epoch, over seeds. */
public record CurveRow(
    @Describe("label of the configuration") String label,
    @Describe("phase of the training: mlp, sae, …") String phase,
    @Describe("epoch, from 1") int epoch,
    @Describe("name of the metric, or loss") String metric,
    @Describe("number of cells with a value") long n,
    @Describe("mean over seeds") double mean,
    @Describe("lower end of the 95 % interval of the mean, by the method of the metric’s range")
        Double ci95Low,
    @Describe("upper end of the 95 % interval of the mean, by the method of the metric’s range")
        Double ci95High)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("curves", "label × phase × epoch × metric", CurveRow.class);
}

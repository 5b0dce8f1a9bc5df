package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/** A row of the table {@code arrays}: one matrix of one cell. */
public record ArrayRow(
    @Describe("cell that the matrix belongs to") String cellId,
    @Describe("label of the configuration") String label,
    @Describe("seed of the cell") long seed,
    @Describe("name of the matrix: cosine, w_dec, W, …") String name,
    @Describe("number of rows") int rows,
    @Describe("number of columns") int cols,
    @Describe("entries, row-major") float[] data)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("arrays", "one matrix of one cell", ArrayRow.class);
}

package dev.polysweep.table;

import java.io.Serializable;

/** One matrix of one cell. */
public record ArrayRow(
    @Describe("cell it belongs to") String cellId,
    @Describe("label of the configuration") String label,
    @Describe("seed of the cell") long seed,
    @Describe("what it is: cosine, w_dec, W, …") String name,
    @Describe("rows") int rows,
    @Describe("columns") int cols,
    @Describe("entries, row-major") float[] data)
    implements Serializable {

  /** Columns of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("arrays", "one matrix of one cell", ArrayRow.class);
}

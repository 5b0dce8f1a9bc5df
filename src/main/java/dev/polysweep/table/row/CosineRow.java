package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/** A row of the table {@code cosines}: how the feature directions of one label overlap. */
public record CosineRow(
    @Describe("label of the configuration") String label,
    @Describe("number of cells whose matrices of cosines were read") long n,
    @Describe("mean |cos| over all pairs of directions, averaged over seeds") double mean,
    @Describe("number of dimensions that the directions lie in; 0 if it is not known")
        int dimensions,
    @Describe("share of pairs, over all seeds, by |cos|: 40 bins of equal width from 0 to 1")
        float[] shares,
    @Describe("the typical seed: the one with the median mean |cos|") long typicalSeed,
    @Describe("cell of the typical seed") String cellId,
    @Describe("number of rows of the typical seed's matrix") int rows,
    @Describe("number of columns of the typical seed's matrix") int cols,
    @Describe("cosines between the directions of the typical seed, row-major") float[] cosine)
    implements Serializable {

  /** Number of bins of {@link #shares}. */
  public static final int BINS = 40;

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("cosines", "label with a matrix of cosines", CosineRow.class);

  /** The matrix of cosines of the typical seed. */
  public ArrayRow typical() {
    return new ArrayRow(cellId, label, typicalSeed, "cosine", rows, cols, cosine);
  }
}

package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/** A row of the table {@code seed_pairs}: how far the dictionaries of two seeds agree. */
public record SeedPairRow(
    @Describe("label of the configuration") String label,
    @Describe("seed of the first dictionary") long seedA,
    @Describe("seed of the second dictionary, the greater") long seedB,
    @Describe("|cosine| of matched decoder rows, mean over latents") double mcc,
    @Describe("latents shared at each threshold of the table agreement") float[] shared,
    @Describe("mcc with the second dictionary rotated at random; only for some pairs")
        Double nullMcc,
    @Describe("shared with the second dictionary rotated at random; only for some pairs")
        float[] nullShared)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("seed_pairs", "label × pair of seeds", SeedPairRow.class);
}

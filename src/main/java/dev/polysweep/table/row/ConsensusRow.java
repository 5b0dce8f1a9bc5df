package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/**
 * A row of the table {@code consensus}: a direction that the dictionaries of at least half of the
 * other seeds have too.
 */
public record ConsensusRow(
    @Describe("label of the configuration") String label,
    @Describe("number of the direction, from 0: those of the most seeds come first") long entry,
    @Describe("number of seeds whose dictionary has it") long seeds,
    @Describe("share of the other seeds in which it comes back") double share,
    @Describe("mean cosine of its latents' decoder rows with it, in [−1, 1]") double cosine,
    @Describe(
            "share of true features among all latents that come back as often, from the table"
                + " returns; null without truth")
        Double probability,
    @Describe("lower end of its 95 % interval, from the same table") Double probabilityCi95Low,
    @Describe("upper end of that interval") Double probabilityCi95High,
    @Describe(
            "share of its own latents with a cosine of at least 0.8 with a true feature; null without"
                + " truth")
        Double real,
    @Describe("the mean of its latents' unit decoder rows, with norm 1") float[] direction)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("consensus", "label × direction", ConsensusRow.class);
}

package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/**
 * A row of the table {@code returns}: what latents that come back in some share of the other seeds
 * are worth, judged by the true features.
 */
public record ReturnRow(
    @Describe("label of the configuration") String label,
    @Describe("least share of the other seeds in which the latents come back") double from,
    @Describe("largest share; the next row begins above it") double to,
    @Describe("number of such latents, of all seeds") long latents,
    @Describe(
            "number of those with a cosine of at least 0.8 with a true feature; null without truth")
        Long real,
    @Describe("their share") Double realShare,
    @Describe(
            "lower end of its 95 % interval (Wilson), in which the latents of all seeds count as those of"
                + " one, since seeds have much the same")
        Double ci95Low,
    @Describe("upper end of that interval") Double ci95High)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("returns", "label × share of seeds", ReturnRow.class);
}

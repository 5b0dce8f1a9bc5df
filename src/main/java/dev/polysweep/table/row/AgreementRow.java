package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/** A row of the table {@code agreement}: how far the dictionaries of one label's seeds agree. */
public record AgreementRow(
    @Describe("label of the configuration") String label,
    @Describe("number of seeds with a dictionary") long seeds,
    @Describe("number of pairs of seeds") long pairs,
    @Describe(
            value =
                "|cosine| of decoder rows matched one to one (Hungarian), mean over latents and pairs"
                    + " (PW-MCC)",
            formula = "mean over pairs of mean_f |cos(W_dec_f, W_dec'_π(f))|")
        double mcc,
    @Describe("lower end of its 95 % interval (jackknife over seeds)") Double mccCi95Low,
    @Describe("upper end of its 95 % interval (jackknife over seeds)") Double mccCi95High,
    @Describe("the same where one dictionary is rotated at random, mean over some pairs")
        double nullMcc,
    @Describe(
            value =
                "latents that encoders and decoders match to the same partner with cosines of at"
                    + " least 0.7, mean over pairs",
            formula = "share of f with π_enc(f) = π_dec(f), both cosines ≥ 0.7")
        double shared,
    @Describe("lower end of its 95 % interval (jackknife over seeds)") Double sharedCi95Low,
    @Describe("upper end of its 95 % interval (jackknife over seeds)") Double sharedCi95High,
    @Describe("the same where one dictionary is rotated at random, mean over some pairs")
        double nullShared,
    @Describe("thresholds of the curve") float[] thresholds,
    @Describe("shared latents at each threshold, mean over pairs") float[] curve,
    @Describe(
            "latents that come back, with a cosine of 0.7 or more, in at least half of the other seeds")
        double returning,
    @Describe("of those, the share that has a cosine of at least 0.8 with a true feature")
        Double trueOfReturning,
    @Describe("of the others, the share that has") Double trueOfOthers,
    @Describe("number of directions in the table consensus") long consensus,
    @Describe("of those, the share most of whose latents are true features") Double trueOfConsensus)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("agreement", "label with several dictionaries", AgreementRow.class);
}

package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/** A row of the table {@code laws}: what a law predicts of a sweep, and what was measured. */
public record LawRow(
    @Describe("name of the law") String law,
    @Describe("who states it") String source,
    @Describe("the law as a sentence") String statement,
    @Describe("what was measured") String measure,
    @Describe("predicted number; for a bound, the bound") double predicted,
    @Describe(
            "smallest number that counts as the prediction; null for none, and for a claim without tolerance")
        Double acceptedLow,
    @Describe(
            "largest number that counts as the prediction; null for none, and for a claim without tolerance")
        Double acceptedHigh,
    @Describe("measured mean over seeds") Double measured,
    @Describe("lower end of its 95 % interval") Double ci95Low,
    @Describe("upper end of its 95 % interval") Double ci95High,
    @Describe("unit of these numbers; empty for plain numbers") String unit,
    @Describe(
            "holds: the interval lies within the accepted numbers; holds in direction: outside, but"
                + " on the predicted side of no effect; does not hold: outside; undecided: neither"
                + " within nor outside")
        String verdict,
    @Describe("number of seeds") long seeds,
    @Describe("number of seeds that would likely decide; null unless undecided") Long seedsNeeded,
    @Describe("name of the sweep") String sweep,
    @Describe("command that measures it again") String command)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("laws", "number that a law predicts", LawRow.class);
}

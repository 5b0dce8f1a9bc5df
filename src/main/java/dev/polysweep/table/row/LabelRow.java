package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/**
 * A row of the table {@code feature_labels}: the feature of a dictionary that detects a label best.
 */
public record LabelRow(
    @Describe("name of the dictionary") String dictionary,
    @Describe("label: a language, or language:role") String label,
    @Describe("language, or role for a role within a language") String kind,
    @Describe("number of tokens that bear the label, in the half of the documents that scores")
        long tokens,
    @Describe(
            "the feature with the largest F1 on the other half, which chooses; null if no feature is active on the label there")
        Integer feature,
    @Describe(
            "activation from which on the feature counts as detecting the label, also chosen on that half")
        Double threshold,
    @Describe(
            value =
                "on the scoring half: share of the tokens at or above the threshold that bear the label",
            formula = "TP/(TP + FP)")
        Double precision,
    @Describe(
            value =
                "on the scoring half: share of the label’s tokens that are at or above the threshold",
            formula = "TP/(TP + FN)")
        Double recall,
    @Describe(
            value = "harmonic mean of precision and recall",
            formula = "2·precision·recall/(precision + recall)")
        Double f1)
    implements Serializable {

  /** The kind of a label that is a whole language. */
  public static final String LANGUAGE = "language";

  /** The kind of a label that is a role within a language. */
  public static final String ROLE = "role";

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("feature_labels", "dictionary × label", LabelRow.class);
}

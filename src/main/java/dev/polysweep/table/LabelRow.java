package dev.polysweep.table;

import java.io.Serializable;

/** The feature of a dictionary that answers to a label best. */
public record LabelRow(
    @Describe("dictionary") String dictionary,
    @Describe("language, or language:role") String label,
    @Describe("language or role") String kind,
    @Describe("tokens that bear it, in the half that scores") long tokens,
    @Describe(
            "the feature with the largest F1 on the other half; null if none was ever active there")
        Integer feature,
    @Describe("activation from which on it says yes, chosen on that half too") Double threshold,
    @Describe(
            value = "on the scoring half: share of its yeses that bear the label",
            formula = "TP/(TP + FP)")
        Double precision,
    @Describe(
            value = "on the scoring half: share of the label’s tokens to which it says yes",
            formula = "TP/(TP + FN)")
        Double recall,
    @Describe(value = "their harmonic mean", formula = "2·precision·recall/(precision + recall)")
        Double f1)
    implements Serializable {

  /** Kind of a language as a whole. */
  public static final String LANGUAGE = "language";

  /** Kind of a role within a language. */
  public static final String ROLE = "role";

  /** Columns of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("feature_labels", "dictionary × label", LabelRow.class);
}

package dev.polysweep.table;

import java.io.Serializable;

/** One feature of one dictionary. */
public record FeatureRow(
    @Describe("dictionary that it belongs to: an autoencoder’s name, or neurons") String dictionary,
    @Describe("number of the feature, from 0") int feature,
    @Describe("tokens on which it is active") long activeTokens,
    @Describe(value = "share of tokens on which it is active", formula = "active_tokens / tokens")
        double density,
    @Describe("whether it is active on no token") boolean dead,
    @Describe(
            "whether it belongs to the cluster of ultra-low density: a mode of its own at the lower end of log10 densities")
        boolean ultraLowDensity,
    @Describe("mean activation over the tokens on which it is active; null if dead")
        Double meanActivation,
    @Describe("largest activation; null if dead") Double maxActivation,
    @Describe(
            value =
                "largest cosine of its decoder row to one of another autoencoder of as many features, averaged over those; null without any",
            formula = "mean over others of max_e d·e/(‖d‖·‖e‖)")
        Double stability,
    @Describe(
            "label that it answers to best, chosen on one half of the documents; null without labels")
        String label,
    @Describe("activation from which on it says yes, chosen on the same half") Double threshold,
    @Describe(
            value = "on the other half: share of its yeses that bear the label",
            formula = "TP/(TP + FP)")
        Double precision,
    @Describe(
            value = "on the other half: share of the label’s tokens to which it says yes",
            formula = "TP/(TP + FN)")
        Double recall,
    @Describe(value = "their harmonic mean", formula = "2·precision·recall/(precision + recall)")
        Double f1,
    @Describe("language of most tokens on which it is active, on the half that chooses")
        String language,
    @Describe(
            "on the other half: of the tokens on which it is active, the share that is of that language")
        Double purity,
    @Describe(
            "the same of the 1 % of all tokens on which it is most active, with the language of most of these")
        Double strongestPurity,
    @Describe("the tokens on which it is active most often, as text") String[] topTokens,
    @Describe("of the tokens on which it is active, the share that each of them is")
        float[] topTokenShares)
    implements Serializable {

  /** Columns of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("features", "one feature of one dictionary", FeatureRow.class);
}

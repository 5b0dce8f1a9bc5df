package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/** A row of the table {@code features}: one feature of one dictionary. */
public record FeatureRow(
    @Describe("dictionary that the feature belongs to: an autoencoder’s name, or neurons")
        String dictionary,
    @Describe("number of the feature, from 0") int feature,
    @Describe("number of tokens on which the feature is active") long activeTokens,
    @Describe(
            value = "share of tokens on which the feature is active",
            formula = "active_tokens / tokens")
        double density,
    @Describe("whether the feature is active on no token") boolean dead,
    @Describe(
            "whether the feature belongs to the ultra-low-density cluster: a separate mode at the lower end of the distribution of log10 density")
        boolean ultraLowDensity,
    @Describe("mean activation over the tokens on which the feature is active; null if dead")
        Double meanActivation,
    @Describe("largest activation; null if dead") Double maxActivation,
    @Describe(
            value =
                "largest cosine of the feature’s decoder row with a row of another autoencoder of the same size, averaged over the other autoencoders; null without any",
            formula = "mean over others of max_e d·e/(‖d‖·‖e‖)")
        Double stability,
    @Describe(
            "label that the feature detects best, chosen on one half of the documents; null without labels")
        String label,
    @Describe(
            "activation from which on the feature counts as detecting the label, chosen on the same half")
        Double threshold,
    @Describe(
            value =
                "on the other half: share of the tokens at or above the threshold that bear the label",
            formula = "TP/(TP + FP)")
        Double precision,
    @Describe(
            value =
                "on the other half: share of the label’s tokens that are at or above the threshold",
            formula = "TP/(TP + FN)")
        Double recall,
    @Describe(
            value = "harmonic mean of precision and recall",
            formula = "2·precision·recall/(precision + recall)")
        Double f1,
    @Describe(
            "most frequent language of the tokens on which the feature is active, on the half of the documents that chooses labels")
        String language,
    @Describe(
            "on the other half: share of the tokens on which the feature is active that are of that language")
        Double purity,
    @Describe("number of tokens that purity rests on: those of that half on which it is active")
        Long purityTokens,
    @Describe(
            "purity over the feature’s strongest activations only, 1 % of all tokens, with the most frequent language of these")
        Double strongestPurity,
    @Describe("the tokens on which the feature is active most often, as text") String[] topTokens,
    @Describe("for each of top_tokens, its share of the tokens on which the feature is active")
        float[] topTokenShares,
    @Describe(
            value =
                "entropy of the token on which the feature is active: 0 where it answers to one token"
                    + " only; null if dead",
            unit = "bits",
            formula = "−Σ_t p_t·log₂ p_t")
        Double tokenEntropy,
    @Describe(
            "activation at which the histogram begins: a power of two, or 1.5 times one; null if dead")
        Double histogramFrom,
    @Describe(
            "number of tokens by activation, in steps that begin at powers of two and at 1.5 times these")
        int[] histogram)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("features", "one feature of one dictionary", FeatureRow.class);
}

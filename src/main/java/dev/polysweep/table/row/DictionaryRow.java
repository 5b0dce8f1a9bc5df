package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/**
 * A row of the table {@code dictionaries}: one dictionary (an autoencoder, or the neurons
 * themselves), measured over all tokens.
 */
public record DictionaryRow(
    @Describe("name of the dictionary") String dictionary,
    @Describe("sae for a sparse autoencoder, neurons for the neurons themselves") String kind,
    @Describe("whether the activations are those of the control model") boolean control,
    @Describe("number of features") int features,
    @Describe("number of documents read") long documents,
    @Describe("number of tokens read") long tokens,
    @Describe("number of features that are active on no token") long dead,
    @Describe("number of features in the ultra-low-density cluster") long ultraLowDensity,
    @Describe("mean number of active features a token") double l0,
    @Describe(
            value = "share of the activations’ variance that the reconstruction explains",
            formula = "1 − Σ‖x − x̂‖²/Σ‖x − x̄‖²")
        Double explainedVariance,
    @Describe(
            value = "mean squared error of the reconstruction over tokens and dimensions",
            formula = "Σ‖x − x̂‖²/(tokens·d_in)")
        Double mse,
    @Describe(value = "next-token cross-entropy of the unchanged model, per token", unit = "nats")
        Double ceClean,
    @Describe(
            value = "next-token cross-entropy with the activation replaced by its reconstruction",
            unit = "nats")
        Double ceSpliced,
    @Describe(
            value = "next-token cross-entropy with the activation replaced by zeros",
            unit = "nats")
        Double ceZero,
    @Describe(
            value = "next-token cross-entropy with the activation replaced by its mean",
            unit = "nats")
        Double ceMean,
    @Describe(
            value = "loss recovered, relative to replacing the activation by zeros",
            formula = "(ce_zero − ce_spliced)/(ce_zero − ce_clean)")
        Double lossRecovered,
    @Describe(
            value = "loss recovered, relative to replacing the activation by its mean",
            formula = "(ce_mean − ce_spliced)/(ce_mean − ce_clean)")
        Double lossRecoveredMean,
    @Describe(value = "mean stability of the alive features; null without other autoencoders")
        Double stability,
    @Describe("median purity over the alive features; null without labels") Double medianPurity,
    @Describe(
            "lower end of the 95 % interval of median_purity: bootstrap over features, 2000 draws")
        Double medianPurityCi95Low,
    @Describe("upper end of that interval") Double medianPurityCi95High,
    @Describe("share of the alive features whose purity is at least 0.9") Double pure,
    @Describe("lower end of the 95 % interval of pure (Wilson)") Double pureCi95Low,
    @Describe("upper end of that interval") Double pureCi95High,
    @Describe(
            "median strongest purity (over each feature’s 1 % of tokens with the largest activations) over the alive features")
        Double medianStrongestPurity,
    @Describe("lower end of the 95 % interval of median_strongest_purity, by the same bootstrap")
        Double medianStrongestPurityCi95Low,
    @Describe("upper end of that interval") Double medianStrongestPurityCi95High,
    @Describe("median F1 over the alive features, each as a detector of its best label")
        Double medianF1,
    @Describe("lower end of the 95 % interval of median_f1, by the same bootstrap")
        Double medianF1Ci95Low,
    @Describe("upper end of that interval") Double medianF1Ci95High,
    @Describe("number of languages that some feature detects with precision and recall ≥ 0.9")
        Integer languagesFound,
    @Describe("mean over languages of the F1 of the best feature") Double languageF1,
    @Describe(
            "number of languages for which some feature detects the language or one of its roles with"
                + " precision and recall ≥ 0.9")
        Integer languagesOrRolesFound,
    @Describe(
            "number of languages and roles that some feature detects with precision and recall ≥ 0.9")
        Integer labelsFound,
    @Describe("mean over languages and roles of the F1 of the best feature") Double labelF1)
    implements Serializable {

  /** The kind of a sparse autoencoder. */
  public static final String SAE = "sae";

  /** The kind of the neurons themselves. */
  public static final String NEURONS = "neurons";

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("dictionaries", "one dictionary over all tokens", DictionaryRow.class);
}

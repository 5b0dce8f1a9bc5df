package dev.polysweep.table;

import java.io.Serializable;

/** One dictionary over all tokens. */
public record DictionaryRow(
    @Describe("its name") String dictionary,
    @Describe("sae, or neurons") String kind,
    @Describe("whether its activations are those of the control model") boolean control,
    @Describe("features") int features,
    @Describe("documents read") long documents,
    @Describe("tokens read") long tokens,
    @Describe("features that are active on no token") long dead,
    @Describe("features in the cluster of ultra-low density") long ultraLowDensity,
    @Describe("mean number of active features a token") double l0,
    @Describe(
            value = "share of the activations’ variance that the reconstruction explains",
            formula = "1 − Σ‖x − x̂‖²/Σ‖x − x̄‖²")
        Double explainedVariance,
    @Describe(value = "mean squared error a number", formula = "Σ‖x − x̂‖²/(tokens·d_in)")
        Double mse,
    @Describe(value = "cross-entropy of next tokens of the model as it is", unit = "nats")
        Double ceClean,
    @Describe(value = "with the reconstruction in the activation’s place", unit = "nats")
        Double ceSpliced,
    @Describe(value = "with zeros in its place", unit = "nats") Double ceZero,
    @Describe(value = "with its mean in its place", unit = "nats") Double ceMean,
    @Describe(
            value = "loss recovered, against zeros",
            formula = "(ce_zero − ce_spliced)/(ce_zero − ce_clean)")
        Double lossRecovered,
    @Describe(
            value = "loss recovered, against the mean",
            formula = "(ce_mean − ce_spliced)/(ce_mean − ce_clean)")
        Double lossRecoveredMean,
    @Describe(
            value =
                "mean stability of the features that are alive; null without other autoencoders")
        Double stability,
    @Describe("median purity over the features that are alive; null without labels")
        Double medianPurity,
    @Describe("lower end of its 95 % interval: bootstrap over features, 2000 draws")
        Double medianPurityCi95Low,
    @Describe("upper end of that interval") Double medianPurityCi95High,
    @Describe("share of the features that are alive with purity ≥ 0.9") Double pure,
    @Describe("lower end of its 95 % interval (Wilson)") Double pureCi95Low,
    @Describe("upper end of that interval") Double pureCi95High,
    @Describe("median purity of the strongest activations, 1 % of all tokens for every feature")
        Double medianStrongestPurity,
    @Describe("lower end of its 95 % interval, by bootstrap too")
        Double medianStrongestPurityCi95Low,
    @Describe("upper end of that interval") Double medianStrongestPurityCi95High,
    @Describe("median F1 over the features that are alive, each at its best label") Double medianF1,
    @Describe("lower end of its 95 % interval, by bootstrap too") Double medianF1Ci95Low,
    @Describe("upper end of that interval") Double medianF1Ci95High,
    @Describe("languages for which some feature has precision and recall ≥ 0.9")
        Integer languagesFound,
    @Describe("mean over languages of the best feature’s F1") Double languageF1,
    @Describe(
            "languages for which some feature has precision and recall ≥ 0.9 for the language or one of"
                + " its roles")
        Integer languagesOrRolesFound,
    @Describe("languages and roles for which some feature has precision and recall ≥ 0.9")
        Integer labelsFound,
    @Describe("mean over languages and roles of the best feature’s F1") Double labelF1)
    implements Serializable {

  /** Kind of an autoencoder. */
  public static final String SAE = "sae";

  /** Kind of the neurons themselves. */
  public static final String NEURONS = "neurons";

  /** Columns of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("dictionaries", "one dictionary over all tokens", DictionaryRow.class);
}

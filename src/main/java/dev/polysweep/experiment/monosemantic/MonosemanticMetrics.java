package dev.polysweep.experiment.monosemantic;

import static dev.polysweep.table.Column.metric;

import dev.polysweep.metric.dictionary.DecoderSimilarity;
import dev.polysweep.metric.dictionary.FiringScore;
import dev.polysweep.metric.dictionary.LatentDetection;
import dev.polysweep.metric.dictionary.RareLatents;
import dev.polysweep.table.Column;
import dev.polysweep.table.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The metrics of an autoencoder, measured on samples that it was not trained on. */
final class MonosemanticMetrics {

  static final String MMCS = "mmcs";
  static final String MCC = "mcc";
  static final String RECOVERED = "recovered";
  static final String UNIQUENESS = "uniqueness";
  static final String F1 = "f1";
  static final String LATENT_F1 = "latent_f1";
  static final String EXPLAINED_VARIANCE = "explained_variance";
  static final String L0 = "l0";
  static final String MSE = "mse";
  static final String ABSORPTION = "absorption";
  static final String ABSORBED_SHARE = "absorbed_share";
  static final String HEDGING = "hedging";
  static final String ENCODER_HEDGING = "encoder_hedging";
  static final String SHRINKAGE = "shrinkage";
  static final String C_DEC = "c_dec";
  static final String NEAREST_LATENT = "nearest_latent";
  static final String DEAD = "dead_features";
  static final String RESAMPLED = "resampled";

  /** The least cosine at which a feature counts as recovered (arXiv 2602.14111). */
  private static final double RECOVERED_AT = 0.8;

  private static final Column MSE_COLUMN =
      metric(MSE, "", "error of the reconstruction", "Σ(x − x̂)² / (samples · d_in)")
          .within(Range.POSITIVE)
          .lowIsGood();
  private static final Column L0_COLUMN =
      metric(L0, "", "active latents a sample", "#{a_sf > 0} / samples").within(Range.POSITIVE);
  private static final Column EV_COLUMN =
      metric(
              EXPLAINED_VARIANCE,
              "",
              "share of the variance that the reconstruction explains; 0 for predicting the mean",
              "1 − Σ‖x − x̂‖² / Σ‖x − x̄‖²")
          .within(Range.TO_ONE)
          .highIsGood();
  private static final Column DEAD_COLUMN =
      metric(DEAD, "", "latents that are active on no evaluation sample", "#{f: a_sf = 0 ∀s}")
          .within(Range.COUNT)
          .lowIsGood();

  /** The columns of a logged step. */
  static final List<Column> EPOCH = List.of(MSE_COLUMN, L0_COLUMN, EV_COLUMN, DEAD_COLUMN);

  /** The columns of a finished cell. */
  static final List<Column> CELL =
      List.of(
          metric(
                  MMCS,
                  "",
                  "largest cosine of a true feature with a decoder row, mean over features",
                  "mean_i max_f cos(F_i, W_dec_f)")
              .within(Range.SHARE)
              .highIsGood(),
          metric(
                  MCC,
                  "",
                  "|cosine| of matched features and decoder rows, one to one (Hungarian), mean over pairs",
                  "max over assignments of the mean of |cos(F_i, W_dec_π(i))|")
              .within(Range.SHARE)
              .highIsGood(),
          metric(
                  RECOVERED,
                  "",
                  "share of true features to which some decoder row has a cosine of at least 0.8",
                  "#{i: max_f cos(F_i, W_dec_f) ≥ 0.8} / n_features")
              .within(Range.SHARE)
              .highIsGood(),
          metric(
                  UNIQUENESS,
                  "",
                  "different features that are nearest to a latent, by |cosine|, over latents",
                  "#{argmax_i |cos(F_i, W_dec_f)|: f} / d_sae")
              .within(Range.SHARE)
              .highIsGood(),
          metric(
                  F1,
                  "",
                  "agreement in firing of matched features and latents, mean over features that fire",
                  "2·both / (feature + latent)")
              .within(Range.SHARE)
              .highIsGood(),
          metric(
                  "precision",
                  "",
                  "share of a matched latent's firing that is right, mean over features that fire",
                  "both/latent")
              .within(Range.SHARE)
              .highIsGood(),
          metric(
                  "recall",
                  "",
                  "share of a feature's firing that its matched latent finds, mean over features that fire",
                  "both/feature")
              .within(Range.SHARE)
              .highIsGood(),
          metric(
                  LATENT_F1,
                  "",
                  "agreement in firing of each latent with the feature of largest |cosine|, mean over"
                      + " latents (SynthSAEBench's F1)",
                  "2·both / (feature + latent)")
              .within(Range.SHARE)
              .highIsGood(),
          metric(
                  "latent_precision",
                  "",
                  "share of a latent's firing that is that of its nearest feature, mean over latents",
                  "both/latent")
              .within(Range.SHARE)
              .highIsGood(),
          metric(
                  "latent_recall",
                  "",
                  "share of its nearest feature's firing that a latent finds, mean over latents",
                  "both/feature")
              .within(Range.SHARE)
              .highIsGood(),
          metric(
                  "latent_accuracy",
                  "",
                  "share of samples on which a latent and its nearest feature both fire or neither does, mean over latents",
                  "1 − (latent + feature − 2·both) / samples")
              .within(Range.SHARE)
              .highIsGood(),
          metric(
                  "rare_precision",
                  "",
                  "the share of firing that is right, mean over the rarer half of the latents that"
                      + " fire",
                  "both/latent")
              .within(Range.SHARE)
              .highIsGood(),
          metric(
                  "frequent_precision",
                  "",
                  "the share of firing that is right, mean over the other, more frequent half of the latents",
                  "both/latent")
              .within(Range.SHARE)
              .highIsGood(),
          metric(
                  ABSORPTION,
                  "",
                  "share of samples with an active parent on which its latent is silent and another"
                      + " says it, mean over parents",
                  "#{s: a_main(q) = 0, max_f a_f·W_dec_f·F_q ≥ 0.4·c_q} / #{s: c_q > 0}")
              .within(Range.SHARE)
              .lowIsGood(),
          metric(
                  ABSORBED_SHARE,
                  "",
                  "part of a parent that at most three other latents say, mean over samples and"
                      + " parents",
                  "A / (A + M)")
              .within(Range.SHARE)
              .lowIsGood(),
          metric(
              HEDGING,
              "",
              "cosine of the decoder row of a parent's latent with a child's own part, mean over"
                  + " children; above 0 where the latent hedges",
              "mean_c cos(W_dec_main(q), F_c − (F_c·F_q)·F_q)"),
          metric(
              ENCODER_HEDGING,
              "",
              "cosine of the encoder column of a parent's latent with a child's own part, mean over"
                  + " children; below 0 where the child silences the latent, as in absorption",
              "mean_c cos(W_enc_main(q), F_c − (F_c·F_q)·F_q)"),
          metric(
                  SHRINKAGE,
                  "",
                  "norm of the reconstruction over that of the sample, mean over samples",
                  "mean ‖x̂_s‖ / ‖x_s‖")
              .within(Range.POSITIVE),
          metric(
                  C_DEC,
                  "",
                  "|cosine| of two decoder rows, mean over pairs; least where the number of active"
                      + " latents is right",
                  "mean_{f<g} |cos(W_dec_f, W_dec_g)|")
              .within(Range.SHARE),
          metric(
                  NEAREST_LATENT,
                  "",
                  "largest |cosine| of a decoder row with another one, mean over latents",
                  "mean_f max_g |cos(W_dec_f, W_dec_g)|")
              .within(Range.SHARE),
          EV_COLUMN,
          MSE_COLUMN,
          L0_COLUMN,
          DEAD_COLUMN,
          metric("true_l0", "", "active features a sample, of the truth", "#{c_si > 0} / samples")
              .within(Range.POSITIVE),
          metric(RESAMPLED, "", "resamplings of latents over the run", "").within(Range.COUNT));

  private MonosemanticMetrics() {}

  /** How alike a decoder's rows are, by column. */
  static Map<String, Double> of(DecoderSimilarity similarity) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(C_DEC, similarity.meanAbs());
    metrics.put(NEAREST_LATENT, similarity.meanLargest());
    return metrics;
  }

  /** Reconstruction and sparsity, by column. */
  static Map<String, Double> of(ReconstructionScore score) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(EXPLAINED_VARIANCE, score.explainedVariance());
    metrics.put(MSE, score.mse());
    metrics.put(L0, score.l0());
    metrics.put(DEAD, (double) score.dead());
    return metrics;
  }

  /** Every metric, by column. */
  static Map<String, Double> of(TruthScore score) {
    FiringScore firing = score.counts().ofFeatures();
    LatentDetection detection = score.counts().ofLatents();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(MMCS, score.match().mmcs());
    metrics.put(MCC, score.match().mcc());
    metrics.put(RECOVERED, score.match().recovered(RECOVERED_AT));
    metrics.put(UNIQUENESS, score.match().uniqueness());
    metrics.put(F1, firing.f1());
    metrics.put("precision", firing.precision());
    metrics.put("recall", firing.recall());
    metrics.put(LATENT_F1, detection.f1());
    metrics.put("latent_precision", detection.precision());
    metrics.put("latent_recall", detection.recall());
    metrics.put("latent_accuracy", detection.accuracy());
    RareLatents rare = score.counts().ofRareLatents();
    metrics.put("rare_precision", rare.rare());
    metrics.put("frequent_precision", rare.frequent());
    metrics.put(ABSORPTION, score.absorption().full());
    metrics.put(ABSORBED_SHARE, score.absorption().share());
    metrics.put(HEDGING, score.hedging().decoder());
    metrics.put(ENCODER_HEDGING, score.hedging().encoder());
    metrics.put(SHRINKAGE, score.reconstruction().shrinkage());
    metrics.putAll(of(score.reconstruction()));
    metrics.put("true_l0", score.counts().trueL0());
    return metrics;
  }

  /** Every metric, by column; those that need the true features are NaN. */
  static Map<String, Double> withoutTruth(ReconstructionScore score) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    CELL.forEach(column -> metrics.put(column.name(), Double.NaN));
    metrics.remove(RESAMPLED);
    metrics.put(SHRINKAGE, score.shrinkage());
    metrics.putAll(of(score));
    return metrics;
  }
}

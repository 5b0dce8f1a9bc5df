package dev.polysweep.experiment.monosemantic;

import static dev.polysweep.table.Column.metric;

import dev.polysweep.data.SparseSamples;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeTraining;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.DictionaryMatch;
import dev.polysweep.metric.ExplainedVariance;
import dev.polysweep.metric.FiringScore;
import dev.polysweep.metric.MeanSquaredError;
import dev.polysweep.table.Column;
import dev.polysweep.table.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The metrics of an autoencoder, measured on samples that it was not trained on. */
final class MonosemanticMetrics {

  static final String MMCS = "mmcs";
  static final String MCC = "mcc";
  static final String F1 = "f1";
  static final String LATENT_F1 = "latent_f1";
  static final String EXPLAINED_VARIANCE = "explained_variance";
  static final String L0 = "l0";
  static final String MSE = "mse";
  static final String DEAD = "dead_features";
  static final String RESAMPLED = "resampled";

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
                  "cosine of matched features and decoder rows, one to one (Hungarian), mean over pairs",
                  "max over assignments of the mean of cos(F_i, W_dec_π(i))")
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
                  "the same: share of a latent's firing that is right",
                  "both/latent")
              .within(Range.SHARE)
              .highIsGood(),
          metric(
                  "recall",
                  "",
                  "the same: share of a feature's firing that is found",
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
          EV_COLUMN,
          MSE_COLUMN,
          L0_COLUMN,
          DEAD_COLUMN,
          metric("true_l0", "", "active features a sample, of the truth", "#{c_si > 0} / samples")
              .within(Range.POSITIVE),
          metric(RESAMPLED, "", "resamplings of latents over the run", "").within(Range.COUNT));

  private MonosemanticMetrics() {}

  /** Measures reconstruction and sparsity. */
  static Map<String, Double> reconstruction(SaeTraining session, Matrix x) {
    return reconstruction(session, x, session.encode(x));
  }

  private static Map<String, Double> reconstruction(SaeTraining session, Matrix x, SaeCodes codes) {
    Matrix out = session.decode(codes);
    boolean[] alive = new boolean[codes.dSae()];
    for (int j = 0; j < codes.entries(); j++) {
      alive[codes.latent()[j]] = true;
    }
    int dead = 0;
    for (boolean lives : alive) {
      dead += lives ? 0 : 1;
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(EXPLAINED_VARIANCE, ExplainedVariance.of(x, out));
    metrics.put(MSE, MeanSquaredError.of(out, x));
    metrics.put(L0, (double) codes.entries() / codes.rows());
    metrics.put(DEAD, (double) dead);
    return metrics;
  }

  /** Measures every metric, including those that compare the dictionary with the true features. */
  static Map<String, Double> against(Matrix features, SparseSamples samples, SaeTraining session) {
    SaeCodes codes = session.encode(samples.x());
    DictionaryMatch match = DictionaryMatch.of(features, session.parameters().wDec());
    FiringCounts counts = new FiringCounts(samples, features.rows(), codes);
    FiringScore firing = counts.ofFeatures(match.latent());
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(MMCS, match.mmcs());
    metrics.put(MCC, match.mcc());
    metrics.put(F1, firing.f1());
    metrics.put("precision", firing.precision());
    metrics.put("recall", firing.recall());
    metrics.put(LATENT_F1, counts.ofLatents(match.nearest()));
    metrics.putAll(reconstruction(session, samples.x(), codes));
    metrics.put("true_l0", (double) samples.feature().length / samples.x().rows());
    return metrics;
  }

  /** Measures reconstruction and sparsity. The other metrics need the true features and are NaN. */
  static Map<String, Double> withoutTruth(SaeTraining session, Matrix x) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    CELL.forEach(column -> metrics.put(column.name(), Double.NaN));
    metrics.remove(RESAMPLED);
    metrics.putAll(reconstruction(session, x));
    return metrics;
  }
}

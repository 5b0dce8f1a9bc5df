package dev.polysweep.experiment.network;

import static dev.polysweep.table.Column.metric;

import dev.polysweep.table.Column;
import java.util.List;

/** The columns that every network has. */
final class NetworkMetrics {

  static final String FINAL_LOSS = "final_loss";
  static final String TRAIN_MSE = "train_mse";
  static final String VAL_MSE = "val_mse";
  static final String EXPLAINED_VARIANCE = "explained_variance";

  private static final Column VAL_MSE_COLUMN =
      metric(VAL_MSE, "", "error on the samples held out, without noise", "mean of (ŷ − y)²");

  /** The columns of a finished cell. */
  static final List<Column> CELL =
      List.of(
          metric(
              FINAL_LOSS, "", "mean loss of the last 100 steps, penalties and noise included", ""),
          VAL_MSE_COLUMN,
          metric(
              TRAIN_MSE,
              "",
              "error on the training samples of a fixed set, without noise",
              "mean of (ŷ − y)²"),
          metric(
              EXPLAINED_VARIANCE,
              "",
              "share of the targets' variance that the output explains on the samples held out",
              "1 − Σ‖y − ŷ‖² / Σ‖y − ȳ‖²"));

  /** The columns of a logged step. */
  static final List<Column> EPOCH = List.of(VAL_MSE_COLUMN);

  /** The phase in which the autoencoder is trained. */
  static final String SAE_PHASE = "sae";

  /** The columns of a cell with a sparse autoencoder on one of its layers. */
  static final List<Column> SAE =
      List.of(
          metric(
              "sae_explained_variance",
              "",
              "share of the variance of the layer's activations that the autoencoder explains",
              "1 − Σ‖h − ĥ‖² / Σ‖h − h̄‖²"),
          metric("sae_mse", "", "error of its reconstruction", "Σ(h − ĥ)² / (samples · units)"),
          metric("sae_l0", "", "its active latents a sample", "#{a_sf > 0} / samples"),
          metric(
              "sae_dead_features",
              "",
              "its latents that are active on no sample",
              "#{f: a_sf = 0 ∀s}"),
          metric(
              "sae_macs",
              "",
              "mean absolute cosine similarity of its decoder's feature directions",
              "mean of |C − I| over all entries"));

  private NetworkMetrics() {}
}

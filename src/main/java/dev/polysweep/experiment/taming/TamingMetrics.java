package dev.polysweep.experiment.taming;

import static dev.polysweep.table.Column.metric;

import dev.polysweep.table.Column;
import java.util.List;

/**
 * Names, meanings and formulas of the taming experiment's metrics. D is the matrix of feature
 * directions, scaled to unit columns, and C = DᵀD.
 */
final class TamingMetrics {

  static final String MACS = "macs";
  static final String INTERFERENCE = "interference";
  static final String VAL_MSE = "val_mse";
  static final String L0_SHARE = "l0";
  static final String DEAD_FRACTION = "dead_fraction";

  /** The columns of a finished cell. */
  static final List<Column> CELL =
      List.of(
          metric(
              INTERFERENCE,
              "",
              "importance-weighted overlap of feature directions",
              "Σ_{i<j} C_ij²·ι_{i mod 8}·ι_{j mod 8}"),
          metric("interference_unweighted", "", "overlap of feature directions", "Σ_{i<j} C_ij²"),
          metric(
              MACS,
              "",
              "mean absolute cosine similarity of feature directions",
              "mean of |C − I| over all d_sae² entries"),
          metric(
              "macs_null_mean",
              "",
              "mean of the null distribution of macs, whose draws are keyed by the seed",
              ""),
          metric("macs_null_sd", "", "standard deviation of the null distribution of macs", ""),
          metric(
              "macs_z",
              "",
              "macs in standard deviations of its null",
              "(macs − macs_null_mean) / macs_null_sd"),
          metric(
              "macs_p_less",
              "",
              "chance of such a small macs under the null",
              "(1 + #{null ≤ macs}) / (1 + draws)"),
          metric(
              "macs_p_more",
              "",
              "chance of such a large macs under the null",
              "(1 + #{null ≥ macs}) / (1 + draws)"),
          metric(
              "calibrated_macs",
              "",
              "macs on the scale of its null; 0.5 is chance",
              "1 / (1 + exp(−macs_z))"),
          metric(
              "train_mse",
              "",
              "error of the network on the training rows, without noise",
              "mean of (ŷ − y)²"),
          metric(
              VAL_MSE,
              "",
              "error of the network on the validation rows, without noise",
              "mean of (ŷ − y)²"),
          metric(
              "sparsity_w4",
              "",
              "fourth moment of the network's weights",
              "mean of w⁴ over its weight matrices"),
          metric(
              L0_SHARE,
              "",
              "share of positive SAE activations, on standardised hidden activations",
              "mean of [h > 0]"),
          metric(
              "sae_mse",
              "",
              "error of the SAE on standardised hidden activations",
              "mean of (z′ − z)²"),
          metric(
              "explained_variance",
              "",
              "of the SAE on raw hidden activations",
              "1 − Σ‖z − z′‖² / Σ‖z − z̄‖²"),
          metric(
              "l0_count",
              "",
              "mean number of positive SAE activations a sample, on raw hidden activations",
              "Σ_j mean of [h_j > 0]"),
          metric(
              "dead_features",
              "",
              "SAE features that are positive on no training row",
              "#{j: max h_j ≤ 0}"),
          metric(
              "dead_neurons",
              "",
              "units of the last hidden layer that are positive on no training row",
              "#{u: max z_u ≤ 0}"));

  /** The columns of a logged epoch, for both phases. */
  static final List<Column> EPOCH =
      List.of(
          metric(
              VAL_MSE,
              "",
              "mlp: error on the validation rows; sae: reconstruction error of their hidden activations",
              "mean of squares"),
          metric(
              DEAD_FRACTION,
              "",
              "share of last hidden units (mlp) or SAE features (sae) positive on no training row",
              ""),
          metric(
              L0_SHARE,
              "",
              "share of positive last hidden activations (mlp) or SAE activations (sae) on training rows",
              ""),
          metric(MACS, "", "sae only: as in cells", ""),
          metric(INTERFERENCE, "", "sae only: as in cells", ""));

  private TamingMetrics() {}
}

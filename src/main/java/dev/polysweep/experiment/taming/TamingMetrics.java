package dev.polysweep.experiment.taming;

import static dev.polysweep.table.Column.metric;

import dev.polysweep.table.Column;
import dev.polysweep.table.Range;
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
  static final String PSI = "psi";

  /** The columns of a finished cell. */
  static final List<Column> CELL =
      List.of(
          metric(
                  INTERFERENCE,
                  "",
                  "importance-weighted overlap of feature directions",
                  "Σ_{i<j} C_ij²·ι_{i mod 8}·ι_{j mod 8}")
              .within(Range.POSITIVE)
              .lowIsGood(),
          metric("interference_unweighted", "", "overlap of feature directions", "Σ_{i<j} C_ij²")
              .within(Range.POSITIVE)
              .lowIsGood(),
          metric(
                  MACS,
                  "",
                  "mean absolute cosine similarity of feature directions",
                  "mean of |C − I| over all d_sae² entries")
              .within(Range.SHARE)
              .lowIsGood(),
          metric(
                  "macs_null_mean",
                  "",
                  "mean of the null distribution of macs, whose draws are keyed by the seed",
                  "")
              .within(Range.SHARE),
          metric("macs_null_sd", "", "standard deviation of the null distribution of macs", "")
              .within(Range.POSITIVE),
          metric(
              "macs_z",
              "",
              "macs in standard deviations of its null",
              "(macs − macs_null_mean) / macs_null_sd"),
          metric(
                  "macs_p_less",
                  "",
                  "chance of such a small macs under the null",
                  "(1 + #{null ≤ macs}) / (1 + draws)")
              .within(Range.SHARE),
          metric(
                  "macs_p_more",
                  "",
                  "chance of such a large macs under the null",
                  "(1 + #{null ≥ macs}) / (1 + draws)")
              .within(Range.SHARE),
          metric(
                  "calibrated_macs",
                  "",
                  "macs on the scale of its null; 0.5 is chance",
                  "1 / (1 + exp(−macs_z))")
              .within(Range.SHARE),
          metric(
                  "train_mse",
                  "",
                  "error of the network on the training rows, without noise",
                  "mean of (ŷ − y)²")
              .within(Range.POSITIVE)
              .lowIsGood(),
          metric(
                  VAL_MSE,
                  "",
                  "error of the network on the validation rows, without noise",
                  "mean of (ŷ − y)²")
              .within(Range.POSITIVE)
              .lowIsGood(),
          metric(
                  "sparsity_w4",
                  "",
                  "fourth moment of the network's weights",
                  "mean of w⁴ over its weight matrices")
              .within(Range.POSITIVE),
          metric(
                  L0_SHARE,
                  "",
                  "share of positive SAE activations, on standardised hidden activations",
                  "mean of [h > 0]")
              .within(Range.SHARE),
          metric(
                  "sae_mse",
                  "",
                  "error of the SAE on standardised hidden activations",
                  "mean of (z′ − z)²")
              .within(Range.POSITIVE)
              .lowIsGood(),
          metric(
                  "explained_variance",
                  "",
                  "of the SAE on raw hidden activations",
                  "1 − Σ‖z − z′‖² / Σ‖z − z̄‖²")
              .within(Range.TO_ONE)
              .highIsGood(),
          metric(
                  "l0_count",
                  "",
                  "mean number of positive SAE activations a sample, on raw hidden activations",
                  "Σ_j mean of [h_j > 0]")
              .within(Range.POSITIVE),
          metric(
                  "dead_features",
                  "",
                  "SAE features that are positive on no training row",
                  "#{j: max h_j ≤ 0}")
              .within(Range.COUNT)
              .lowIsGood(),
          metric(
                  PSI,
                  "",
                  "polysemanticity index of the SAE features, if psi is set; 1 is that of random"
                      + " dictionaries",
                  "mean(S/S₀, I/I₀, M/M₀)")
              .within(Range.POSITIVE)
              .lowIsGood(),
          metric("psi_clustering", "", "clustering S of that index", "").within(Range.SHARE),
          metric("psi_interference", "", "interference I of that index", "").within(Range.SHARE),
          metric("psi_mixing", "", "mixing M of that index", "").within(Range.SHARE),
          metric(
                  "dead_neurons",
                  "",
                  "units of the last hidden layer that are positive on no training row",
                  "#{u: max z_u ≤ 0}")
              .within(Range.COUNT)
              .lowIsGood());

  /** The columns of a logged epoch, for both phases. */
  static final List<Column> EPOCH =
      List.of(
          metric(
                  VAL_MSE,
                  "",
                  "mlp: error on the validation rows; sae: reconstruction error of their hidden activations",
                  "mean of squares")
              .within(Range.POSITIVE)
              .lowIsGood(),
          metric(
                  DEAD_FRACTION,
                  "",
                  "share of last hidden units (mlp) or SAE features (sae) positive on no training row",
                  "")
              .within(Range.SHARE)
              .lowIsGood(),
          metric(
                  L0_SHARE,
                  "",
                  "share of positive last hidden activations (mlp) or SAE activations (sae) on training rows",
                  "")
              .within(Range.SHARE),
          metric(MACS, "", "sae only: as in cells", "").within(Range.SHARE).lowIsGood(),
          metric(INTERFERENCE, "", "sae only: as in cells", "").within(Range.POSITIVE).lowIsGood());

  private TamingMetrics() {}
}

package dev.polysweep.metric.dictionary;

/**
 * The share of a model's loss reduction due to an activation that survives when the activation is
 * replaced by its reconstruction:
 *
 * <pre>(CE_ablated − CE_spliced) / (CE_ablated − CE_clean)</pre>
 *
 * <p>CE is the cross-entropy of next-token prediction: CE_clean of the unchanged model, CE_spliced
 * with the activation replaced by its reconstruction, and CE_ablated with the activation replaced
 * by zeros (Bricken et al. 2023) or by its mean. The value is 1 for a perfect reconstruction and 0
 * for one that is no better than the ablation; the range is (−∞, ∞). NaN if the ablation does not
 * change the loss.
 */
public final class LossRecovered {

  private LossRecovered() {}

  /** Computes the share from three cross-entropies in the same unit. */
  public static double of(double clean, double spliced, double ablated) {
    return ablated == clean ? Double.NaN : (ablated - spliced) / (ablated - clean);
  }
}

package dev.polysweep.metric;

/**
 * How much of what an activation is worth to a model its reconstruction keeps:
 *
 * <pre>(CE_ablated − CE_spliced) / (CE_ablated − CE_clean)</pre>
 *
 * <p>CE is the cross-entropy of next tokens; ablated with the activation replaced by zeros (Bricken
 * et al. 2023) or by its mean, spliced with it replaced by its reconstruction, clean with nothing
 * replaced. 1 for a perfect reconstruction, 0 for one no better than the ablation; range (−∞, ∞).
 * NaN if ablation costs nothing.
 */
public final class LossRecovered {

  private LossRecovered() {}

  /** Of cross-entropies in any one unit. */
  public static double of(double clean, double spliced, double ablated) {
    return ablated == clean ? Double.NaN : (ablated - spliced) / (ablated - clean);
  }
}

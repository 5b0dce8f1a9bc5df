package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * The share of the variance of activations x that a reconstruction x̂ explains:
 *
 * <pre>explained_variance = 1 − Σ_s ‖x_s − x̂_s‖² / Σ_s ‖x_s − x̄‖²,  x̄ the mean sample</pre>
 *
 * <p>The sums over samples and units are taken before the ratio (the variance is pooled over the
 * whole set, not averaged over ratios), so neither the batch size nor a common scale of x and x̂
 * changes the value. Predicting the mean gives 0 and a perfect reconstruction 1; the range is (−∞,
 * 1]. The value is NaN if no unit varies, as with one sample.
 */
public final class ExplainedVariance {

  private ExplainedVariance() {}

  /**
   * Computes the explained variance.
   *
   * @param x {@code [samples, units]}
   * @param reconstruction x̂, {@code [samples, units]}
   * @throws IllegalArgumentException if the shapes differ
   */
  public static double of(Matrix x, Matrix reconstruction) {
    ReconstructionError error = new ReconstructionError();
    error.add(x, reconstruction);
    return error.explainedVariance();
  }
}

package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * Share of the activations' variance that a reconstruction explains:
 *
 * <pre>explained_variance = 1 − Σ_s ‖x_s − x̂_s‖² / Σ_s ‖x_s − x̄‖²,  x̄ the mean sample</pre>
 *
 * <p>Sums over samples and units are taken before the ratio (the "fraction of variance explained"
 * pooled over the whole set, not a mean of ratios), so neither batch size nor a common scale of x
 * and x̂ changes it. Predicting the mean gives 0, a perfect reconstruction 1; range (−∞, 1]. NaN if
 * no unit varies, as with one sample.
 */
public final class ExplainedVariance {

  private ExplainedVariance() {}

  /**
   * @param x {@code [samples, units]}
   * @param reconstruction {@code [samples, units]}
   * @throws IllegalArgumentException if the shapes differ
   */
  public static double of(Matrix x, Matrix reconstruction) {
    Shapes.requireEqual(x, reconstruction);
    double[] means = ColumnMeans.of(x);
    double residual = 0;
    double total = 0;
    for (int r = 0; r < x.rows(); r++) {
      for (int c = 0; c < x.cols(); c++) {
        double value = x.get(r, c);
        double error = value - reconstruction.get(r, c);
        double deviation = value - means[c];
        residual += error * error;
        total += deviation * deviation;
      }
    }
    return total == 0 ? Double.NaN : 1 - residual / total;
  }
}

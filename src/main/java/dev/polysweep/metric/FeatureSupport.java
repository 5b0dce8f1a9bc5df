package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * Over how many units features spread, as Lecomte et al. (2023, "What causes polysemanticity?")
 * follow it while weights become sparse.
 */
public final class FeatureSupport {

  /** The share of a feature's largest weight below which a weight counts as 0. */
  private static final double NEGLIGIBLE = 1e-3;

  private FeatureSupport() {}

  /**
   * Returns the number of units that a feature writes into, mean over features: #{u: |W_ui| &gt;
   * 0.001·max_v |W_vi|}. Weights that a penalty holds at 0 swing about it by a step of training and
   * do not count. It is 0 for a zero feature, and does not depend on the scale of W.
   *
   * @param w {@code [units, features]}, not changed
   */
  public static double of(Matrix w) {
    long written = 0;
    for (int i = 0; i < w.cols(); i++) {
      double largest = 0;
      for (int u = 0; u < w.rows(); u++) {
        largest = Math.max(largest, Math.abs(w.get(u, i)));
      }
      for (int u = 0; u < w.rows(); u++) {
        written += Math.abs(w.get(u, i)) > NEGLIGIBLE * largest ? 1 : 0;
      }
    }
    return (double) written / w.cols();
  }

  /**
   * Returns Σ_u |W_ui|, mean over features.
   *
   * @param w {@code [units, features]}, not changed
   */
  public static double absolute(Matrix w) {
    double sum = 0;
    for (float weight : w.data()) {
      sum += Math.abs(weight);
    }
    return sum / w.cols();
  }
}

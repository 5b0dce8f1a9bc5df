package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * The sparsity of each feature i: the share of samples s with |x_si| ≤ 1e-6, the bound of the
 * superposition explorer. In [0, 1]: 0 for a feature that is always active, 1 for a dead one. NaN
 * without samples.
 */
public final class FeatureSparsity {

  private static final double INACTIVE = 1e-6;

  private FeatureSparsity() {}

  /**
   * Computes the sparsity of every feature.
   *
   * @param activations x, {@code [samples, n_features]}
   * @return {@code [n_features]}
   */
  public static double[] of(Matrix activations) {
    double[] sparsity = new double[activations.cols()];
    for (int c = 0; c < sparsity.length; c++) {
      int inactive = 0;
      for (int r = 0; r < activations.rows(); r++) {
        inactive += Math.abs(activations.get(r, c)) <= INACTIVE ? 1 : 0;
      }
      sparsity[c] = (double) inactive / activations.rows();
    }
    return sparsity;
  }
}

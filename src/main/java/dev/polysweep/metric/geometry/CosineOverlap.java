package dev.polysweep.metric.geometry;

import dev.polysweep.math.Matrix;

/**
 * The cosines between a decoder's feature directions: C = DᵀD with D's columns w_i / (‖w_i‖ +
 * 1e-8). C is symmetric, its entries lie in [−1, 1], and its diagonal is 1 − O(1e-8/‖w_i‖). The row
 * and the column of a zero feature are 0.
 */
public final class CosineOverlap {

  private CosineOverlap() {}

  /**
   * Computes C.
   *
   * @param decoder {@code [d_hidden, d_sae]}, one feature a column, of any norm
   * @return C as a new matrix {@code [d_sae, d_sae]}
   */
  public static Matrix of(Matrix decoder) {
    UnitColumns unit = UnitColumns.of(decoder);
    int n = unit.count();
    Matrix overlap = new Matrix(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        float cosine = (float) unit.cosine(i, j);
        overlap.set(i, j, cosine);
        overlap.set(j, i, cosine);
      }
    }
    return overlap;
  }
}

package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * How far WᵀW is from a projection onto n_hidden dimensions, which is what a linear tied
 * autoencoder learns (Baldi and Hornik 1989): ‖WWᵀ − I‖_F. The non-zero eigenvalues λ of WᵀW are
 * those of WWᵀ, and the projection nearest to WᵀW has its eigenvectors with eigenvalues 1, so that
 * √Σ(λ − 1)² is the Frobenius distance to it. 0 for a projection, at least 0.
 */
public final class ProjectionError {

  private ProjectionError() {}

  /**
   * @param w {@code [n_hidden, n_features]}, left as it is
   */
  public static double of(Matrix w) {
    double squares = 0;
    for (int r = 0; r < w.rows(); r++) {
      for (int c = 0; c < w.rows(); c++) {
        double product = r == c ? -1 : 0;
        for (int k = 0; k < w.cols(); k++) {
          product += (double) w.get(r, k) * w.get(c, k);
        }
        squares += product * product;
      }
    }
    return Math.sqrt(squares);
  }
}

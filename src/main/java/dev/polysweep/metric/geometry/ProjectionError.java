package dev.polysweep.metric.geometry;

import dev.polysweep.math.Matrix;

/**
 * The distance of WᵀW from an orthogonal projection onto n_hidden dimensions, which is what a
 * linear tied autoencoder learns (Baldi and Hornik 1989): ‖WWᵀ − I‖_F. The non-zero eigenvalues λ
 * of WᵀW are those of WWᵀ, and the projection nearest to WᵀW has the same eigenvectors with all
 * eigenvalues 1, so that √Σ(λ − 1)² is the Frobenius distance to that projection. Range [0, ∞); 0
 * if WᵀW is a projection.
 */
public final class ProjectionError {

  private ProjectionError() {}

  /**
   * Computes the distance.
   *
   * @param w {@code [n_hidden, n_features]}, not changed
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

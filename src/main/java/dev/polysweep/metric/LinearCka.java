package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * Linear centred kernel alignment of two representations of the same samples (Kornblith et al.
 * 2019, "Similarity of Neural Network Representations Revisited", eq. 5):
 *
 * <pre>cka = ‖YᵀX‖²_F / (‖XᵀX‖_F · ‖YᵀY‖_F),  X and Y with every column's mean subtracted</pre>
 *
 * <p>In [0, 1]; 1 where one is a rotation and scaling of the other. Rotating, reflecting or scaling
 * the units of either changes nothing. To compare two models by their weights W [n_hidden,
 * n_features], the samples are the features: each feature shown alone at strength 1 is represented
 * by its column, so give Wᵀ. (The superposition explorer takes the hidden units as samples, whose
 * numbering two models do not share.) NaN if a representation is constant.
 */
public final class LinearCka {

  private LinearCka() {}

  /**
   * @param x {@code [samples, units]}
   * @param y {@code [samples, units]}, units may differ in number
   * @throws IllegalArgumentException if the numbers of samples differ
   */
  public static double of(Matrix x, Matrix y) {
    if (x.rows() != y.rows()) {
      throw new IllegalArgumentException("samples must be equal, not of " + x + " and " + y);
    }
    double[][] a = Centered.columns(x);
    double[][] b = Centered.columns(y);
    return squaredNorm(a, b) / Math.sqrt(squaredNorm(a, a) * squaredNorm(b, b));
  }

  /** ‖BᵀA‖²_F of matrices given by their columns. */
  private static double squaredNorm(double[][] a, double[][] b) {
    double sum = 0;
    for (double[] column : a) {
      for (double[] other : b) {
        double dot = Centered.dot(column, other);
        sum += dot * dot;
      }
    }
    return sum;
  }
}

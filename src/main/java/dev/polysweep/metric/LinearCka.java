package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * The linear centred kernel alignment of two representations X and Y of the same samples (Kornblith
 * et al. 2019, "Similarity of Neural Network Representations Revisited", eq. 5):
 *
 * <pre>cka = ‖YᵀX‖²_F / (‖XᵀX‖_F · ‖YᵀY‖_F),  X and Y with every column's mean subtracted</pre>
 *
 * <p>In [0, 1]; 1 if one representation is a rotation and scaling of the other. Rotating,
 * reflecting or scaling either representation does not change the value. To compare two models by
 * their weights W [n_hidden, n_features], pass Wᵀ: the samples are then the features, each shown
 * alone at strength 1 and represented by its column. (The superposition explorer takes the hidden
 * units as samples instead, but hidden unit i of one model has nothing to do with hidden unit i of
 * another.) NaN if a representation is constant.
 */
public final class LinearCka {

  private LinearCka() {}

  /**
   * Computes the alignment.
   *
   * @param x X, {@code [samples, units]}
   * @param y Y, {@code [samples, units]}; its number of units may differ from that of X
   * @throws IllegalArgumentException if the numbers of samples differ
   */
  public static double of(Matrix x, Matrix y) {
    if (x.rows() != y.rows()) {
      throw new IllegalArgumentException(
          "the numbers of samples (rows) must be equal, not those of " + x + " and " + y);
    }
    double[][] a = Centered.columns(x);
    double[][] b = Centered.columns(y);
    return squaredNorm(a, b) / Math.sqrt(squaredNorm(a, a) * squaredNorm(b, b));
  }

  /** ‖BᵀA‖²_F of two matrices that are given by their columns. */
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

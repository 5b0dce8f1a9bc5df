package dev.polysweep.metric.geometry;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;

/**
 * A rotation, or rotation with reflection, that is uniform over all of them (Haar measure): the
 * Gram–Schmidt basis of a matrix of Gaussians (Mezzadri 2007). Rotating one of two dictionaries
 * leaves the geometry within it as it is and makes its directions unrelated to the other's, which
 * is the null of agreement.
 */
public final class RandomRotation {

  private final double[][] basis; // orthonormal rows

  /**
   * Draws a rotation.
   *
   * @param dimensions at least 1
   */
  public RandomRotation(int dimensions, RandomStream random) {
    basis = new double[dimensions][dimensions];
    for (int i = 0; i < dimensions; i++) {
      for (int k = 0; k < dimensions; k++) {
        basis[i][k] = random.nextGaussian();
      }
      // Twice, since once leaves rounding errors that grow with the number of rows.
      for (int twice = 0; twice < 2; twice++) {
        for (int j = 0; j < i; j++) {
          add(basis[i], -dot(basis[i], basis[j]), basis[j]);
        }
      }
      double norm = Math.sqrt(dot(basis[i], basis[i]));
      for (int k = 0; k < dimensions; k++) {
        basis[i][k] /= norm;
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int k = 0; k < to.length; k++) {
      to[k] += factor * what[k];
    }
  }

  /**
   * Rotates rows.
   *
   * @param rows {@code [n, dimensions]}; not changed
   * @return the rotated rows, {@code [n, dimensions]}
   */
  public Matrix of(Matrix rows) {
    Matrix rotated = new Matrix(rows.rows(), rows.cols());
    double[] sum = new double[rows.cols()];
    for (int r = 0; r < rows.rows(); r++) {
      java.util.Arrays.fill(sum, 0);
      for (int i = 0; i < sum.length; i++) {
        add(sum, rows.get(r, i), basis[i]);
      }
      for (int k = 0; k < sum.length; k++) {
        rotated.set(r, k, (float) sum[k]);
      }
    }
    return rotated;
  }
}

package dev.polysweep.data;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;

/**
 * How features mix that are embedded in a residual stream by random unit vectors: what a layer
 * would have to add for the stream to carry them unmixed.
 *
 * <p>Feature i is written as E_i, a unit vector of d dimensions, and read by it, so that the stream
 * gives EEᵀx for x. The mixing matrix is M = I − EEᵀ {@code [n, n]}; it is symmetric, 0 on its
 * diagonal, and elsewhere has the standard deviation 1/√d (Bhagat et al. 2026, "Compressed
 * Computation is (probably) not Computation in Superposition").
 */
public final class MixingMatrix {

  private MixingMatrix() {}

  /**
   * Draws a mixing matrix.
   *
   * @param n number of features
   * @param dimensions dimensions d of the residual stream
   * @param seed key of the draw
   * @return M = I − EEᵀ, {@code [n, n]}
   */
  public static Matrix draw(int n, int dimensions, long seed) {
    double[][] embedding = new double[n][dimensions];
    for (int i = 0; i < n; i++) {
      RandomStream random = new RandomStream(seed, StreamId.EMBEDDING, i, 0);
      for (int d = 0; d < dimensions; d++) {
        embedding[i][d] = random.nextGaussian();
      }
    }
    Matrix mixing = new Matrix(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double cosine =
            dot(embedding[i], embedding[j])
                / StrictMath.sqrt(
                    dot(embedding[i], embedding[i]) * dot(embedding[j], embedding[j]));
        mixing.set(i, j, (float) -cosine);
        mixing.set(j, i, (float) -cosine);
      }
    }
    return mixing;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += a[d] * b[d];
    }
    return sum;
  }

  /**
   * Returns Mx for a sparse x.
   *
   * @param mixing M, symmetric, {@code [n, n]}
   * @param x {@code [n]}
   */
  public static double[] times(Matrix mixing, double[] x) {
    double[] mixed = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      if (x[j] != 0) {
        for (int i = 0; i < x.length; i++) {
          mixed[i] += mixing.get(j, i) * x[j];
        }
      }
    }
    return mixed;
  }
}

package dev.polysweep.metric.geometry;

import dev.polysweep.math.Matrix;
import java.util.stream.IntStream;

/**
 * For each row d of one matrix, the largest cosine with a row e of another matrix:
 *
 * <pre>max_e d·e / (‖d‖·‖e‖)</pre>
 *
 * <p>Applied to the decoders of two sparse autoencoders, it tells which features of the first one
 * the second one found as well. Range [−1, 1]. The value is NaN for a row of zeros. Rows of zeros
 * of the other matrix are ignored, and all values are NaN if it has no other rows. Dot products are
 * summed in float.
 */
public final class LargestCosine {

  private LargestCosine() {}

  /**
   * Computes the largest cosine of each row.
   *
   * @param rows the rows d, {@code [n, d]}
   * @param others the rows e, {@code [m, d]}
   * @return {@code [n]}
   * @throws IllegalArgumentException if the widths differ
   */
  public static double[] of(Matrix rows, Matrix others) {
    if (rows.cols() != others.cols()) {
      throw new IllegalArgumentException("widths must be equal, not " + rows + " and " + others);
    }
    float[] a = unit(rows);
    float[] b = unit(others);
    int d = rows.cols();
    return IntStream.range(0, rows.rows())
        .parallel()
        .mapToDouble(i -> largest(a, i * d, b, d))
        .toArray();
  }

  private static double largest(float[] a, int row, float[] b, int d) {
    double best = Double.NaN;
    for (int other = 0; other < b.length; other += d) {
      float dot = 0;
      for (int k = 0; k < d; k++) {
        dot += a[row + k] * b[other + k];
      }
      if (!Float.isNaN(dot) && !(dot <= best)) {
        best = dot;
      }
    }
    return Math.max(-1, Math.min(1, best));
  }

  private static float[] unit(Matrix matrix) {
    float[] unit = matrix.data().clone();
    int d = matrix.cols();
    for (int r = 0; r < matrix.rows(); r++) {
      double square = 0;
      for (int k = r * d; k < (r + 1) * d; k++) {
        square += (double) unit[k] * unit[k];
      }
      for (int k = r * d; k < (r + 1) * d; k++) {
        unit[k] = (float) (unit[k] / Math.sqrt(square));
      }
    }
    return unit;
  }
}

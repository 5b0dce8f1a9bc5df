package dev.polysweep.metric;

import dev.polysweep.math.Matrix;
import java.util.stream.IntStream;

/**
 * For each row d of a matrix the largest cosine to a row e of another:
 *
 * <pre>max_e d·e / (‖d‖·‖e‖)</pre>
 *
 * <p>Of the decoders of two sparse autoencoders it says which features the other one found too.
 * Range [−1, 1]; NaN for a row of zeros; rows of zeros of the other matrix do not count, and NaN
 * where it has no others.
 */
public final class LargestCosine {

  private LargestCosine() {}

  /**
   * @param rows {@code [n, d]}
   * @param others {@code [m, d]}
   * @return {@code [n]}
   * @throws IllegalArgumentException if the widths differ
   */
  public static double[] of(Matrix rows, Matrix others) {
    if (rows.cols() != others.cols()) {
      throw new IllegalArgumentException("rows of " + rows + " and " + others + " differ in width");
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

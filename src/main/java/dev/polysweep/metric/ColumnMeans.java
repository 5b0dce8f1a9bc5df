package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * Means of columns, taken as first row + mean deviation from the first row, so that a constant
 * column has exactly its value as mean: a dead unit's variance is then exactly 0 and not rounding
 * noise.
 */
final class ColumnMeans {

  private ColumnMeans() {}

  /** {@code [cols]}; NaN without rows. */
  static double[] of(Matrix matrix) {
    int rows = matrix.rows();
    int cols = matrix.cols();
    double[] means = new double[cols];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        means[c] += (double) matrix.get(r, c) - matrix.get(0, c);
      }
    }
    for (int c = 0; c < cols; c++) {
      means[c] = rows == 0 ? Double.NaN : matrix.get(0, c) + means[c] / rows;
    }
    return means;
  }
}

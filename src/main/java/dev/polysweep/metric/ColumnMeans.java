package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * The means of the columns of a matrix, computed as first row + mean deviation from the first row.
 * The mean of a constant column is then exactly the constant, so that a dead unit has a variance of
 * exactly 0 and not of rounding noise.
 */
final class ColumnMeans {

  private ColumnMeans() {}

  /** The means {@code [cols]}; NaN if the matrix has no rows. */
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

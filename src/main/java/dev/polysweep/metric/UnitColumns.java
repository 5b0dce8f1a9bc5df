package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * The feature directions of a decoder, scaled: u_i = w_i / (‖w_i‖ + ε) with ε = 1e-8, so a zero
 * column stays zero. Stored feature after feature, which makes a cosine a walk over two contiguous
 * runs.
 *
 * @param dHidden length of a direction
 * @param count number of directions
 * @param norms {@code [count]}, ‖w_i‖
 * @param data {@code [count * dHidden]}, direction i at {@code i * dHidden}
 */
record UnitColumns(int dHidden, int count, double[] norms, double[] data) {

  static final double EPSILON = 1e-8;

  /** Of the columns of {@code matrix [d_hidden, count]}. */
  static UnitColumns of(Matrix matrix) {
    int rows = matrix.rows();
    int cols = matrix.cols();
    float[] entries = matrix.data();
    double[] norms = new double[cols];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        double value = entries[r * cols + c];
        norms[c] += value * value;
      }
    }
    for (int c = 0; c < cols; c++) {
      norms[c] = Math.sqrt(norms[c]);
    }
    double[] data = new double[rows * cols];
    for (int c = 0; c < cols; c++) {
      for (int r = 0; r < rows; r++) {
        data[c * rows + r] = entries[r * cols + c] / (norms[c] + EPSILON);
      }
    }
    return new UnitColumns(rows, cols, norms, data);
  }

  /** u_i · u_j. */
  double cosine(int i, int j) {
    int a = i * dHidden;
    int b = j * dHidden;
    double sum = 0;
    for (int r = 0; r < dHidden; r++) {
      sum += data[a + r] * data[b + r];
    }
    return sum;
  }
}

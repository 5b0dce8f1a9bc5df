package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/** The columns of a matrix with their means subtracted, each as an array of its own. */
final class Centered {

  private Centered() {}

  /**
   * @param x {@code [samples, units]}
   * @return {@code [units][samples]}; a column whose entries are equal is exactly 0
   */
  static double[][] columns(Matrix x) {
    double[] means = ColumnMeans.of(x);
    double[][] columns = new double[x.cols()][x.rows()];
    for (int c = 0; c < x.cols(); c++) {
      for (int r = 0; r < x.rows(); r++) {
        columns[c][r] = x.get(r, c) - means[c];
      }
    }
    return columns;
  }

  /** The dot product Σ_s a_s·b_s. */
  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int s = 0; s < a.length; s++) {
      sum += a[s] * b[s];
    }
    return sum;
  }
}

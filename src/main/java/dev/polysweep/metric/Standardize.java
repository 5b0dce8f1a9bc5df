package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * Standardises each column: z_su = (x_su − x̄_u) / (sd_u + 1e-8), where sd_u is the sample standard
 * deviation with n − 1 in the denominator. A dead (constant) column becomes 0. With one sample the
 * standard deviation, and therefore every entry, is NaN.
 */
public final class Standardize {

  private static final double EPSILON = 1e-8;

  private Standardize() {}

  /**
   * Standardises the columns of x.
   *
   * @param x {@code [samples, units]}, not changed
   * @return z as a new matrix {@code [samples, units]}
   */
  public static Matrix of(Matrix x) {
    int rows = x.rows();
    int cols = x.cols();
    double[] means = ColumnMeans.of(x);
    double[] scale = new double[cols];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        double deviation = x.get(r, c) - means[c];
        scale[c] += deviation * deviation;
      }
    }
    for (int c = 0; c < cols; c++) {
      scale[c] = rows < 2 ? Double.NaN : Math.sqrt(scale[c] / (rows - 1)) + EPSILON;
    }
    Matrix z = new Matrix(rows, cols);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        z.set(r, c, (float) ((x.get(r, c) - means[c]) / scale[c]));
      }
    }
    return z;
  }
}

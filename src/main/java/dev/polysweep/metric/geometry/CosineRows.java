package dev.polysweep.metric.geometry;

import dev.polysweep.math.Matrix;

/**
 * The cosines between features, c_ij = Ŵ_i·Ŵ_j with Ŵ_i = W_i/(‖W_i‖ + 1e-8), computed a few rows
 * at a time, so that the n × n matrix of thousands of features is never held in memory.
 *
 * <p>A row of cosines is accumulated as a sum of scaled rows of Ŵ, block by block, in a loop that
 * the JVM compiles to vector code. Each entry is still summed over the hidden units in order.
 */
final class CosineRows {

  /** The number of rows that are computed together, so that Ŵ is read from memory less often. */
  static final int GROUP = 4;

  /** The number of columns of a block; the sums of a block stay in the first-level cache. */
  private static final int BLOCK = 512;

  private final int hidden;
  private final int count;
  private final double[] norms;
  private final double[] unit; // [hidden * count], row-major

  CosineRows(Matrix w) {
    UnitColumns columns = UnitColumns.of(w);
    hidden = w.rows();
    count = w.cols();
    norms = columns.norms();
    unit = new double[hidden * count];
    for (int i = 0; i < count; i++) {
      for (int r = 0; r < hidden; r++) {
        unit[r * count + i] = columns.data()[i * hidden + r];
      }
    }
  }

  /** The norms ‖W_i‖, {@code [n_features]}. */
  double[] norms() {
    return norms;
  }

  /**
   * The cosines of features {@code first} … {@code first + }{@value #GROUP}{@code − 1} with all
   * features.
   *
   * @return {@code [GROUP][n_features]}; rows beyond the last feature repeat the row of the last
   *     feature
   */
  double[][] group(int first) {
    double[][] cosines = new double[GROUP][count];
    for (int from = 0; from < count; from += BLOCK) {
      int to = Math.min(count, from + BLOCK);
      for (int r = 0; r < hidden; r++) {
        add(cosines, first, r * count, from, to);
      }
    }
    return cosines;
  }

  /**
   * Adds the products of one hidden unit, whose row of Ŵ begins at {@code row}, to the cosines of a
   * block of columns.
   */
  private void add(double[][] cosines, int first, int row, int from, int to) {
    int last = count - 1;
    double f0 = unit[row + first];
    double f1 = unit[row + Math.min(first + 1, last)];
    double f2 = unit[row + Math.min(first + 2, last)];
    double f3 = unit[row + Math.min(first + 3, last)];
    double[] c0 = cosines[0];
    double[] c1 = cosines[1];
    double[] c2 = cosines[2];
    double[] c3 = cosines[3];
    for (int j = from; j < to; j++) {
      double u = unit[row + j];
      c0[j] += f0 * u;
      c1[j] += f1 * u;
      c2[j] += f2 * u;
      c3[j] += f3 * u;
    }
  }
}

package dev.polysweep.metric.geometry;

import dev.polysweep.math.Matrix;

/**
 * The feature directions of a decoder, scaled to unit norm: u_i = w_i / (‖w_i‖ + ε) with ε = 1e-8,
 * so that a zero column stays zero. Directions are stored one after another, so that a cosine reads
 * two contiguous ranges of memory.
 *
 * @param dHidden number of entries of a direction
 * @param count number of directions
 * @param norms ‖w_i‖ before scaling, {@code [count]}
 * @param data the directions, {@code [count * dHidden]}; direction i begins at {@code i * dHidden}
 */
public record UnitColumns(int dHidden, int count, double[] norms, double[] data) {

  /** ε, which is added to a norm before a column is divided by it. */
  public static final double EPSILON = 1e-8;

  /** The scaled columns of {@code matrix [d_hidden, count]}. */
  public static UnitColumns of(Matrix matrix) {
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

  /**
   * Adds |u_i·u_j| for every j &gt; i to a sum, in the order of j, and returns the result, which
   * has the same bits as with {@link #cosine}. Four dot products are computed side by side, because
   * the additions of a single one have to wait for each other.
   */
  public double plusAbsoluteCosinesAfter(int i, double sum) {
    double total = sum;
    int a = i * dHidden;
    int j = i + 1;
    for (; j + 4 <= count; j += 4) {
      int b = j * dHidden;
      double first = 0;
      double second = 0;
      double third = 0;
      double fourth = 0;
      for (int r = 0; r < dHidden; r++) {
        double entry = data[a + r];
        first += entry * data[b + r];
        second += entry * data[b + dHidden + r];
        third += entry * data[b + 2 * dHidden + r];
        fourth += entry * data[b + 3 * dHidden + r];
      }
      total += Math.abs(first);
      total += Math.abs(second);
      total += Math.abs(third);
      total += Math.abs(fourth);
    }
    for (; j < count; j++) {
      total += Math.abs(cosine(i, j));
    }
    return total;
  }

  /** The cosine u_i·u_j. */
  public double cosine(int i, int j) {
    int a = i * dHidden;
    int b = j * dHidden;
    double sum = 0;
    for (int r = 0; r < dHidden; r++) {
      sum += data[a + r] * data[b + r];
    }
    return sum;
  }
}

package dev.polysweep.data.forest;

import dev.polysweep.math.Matrix;
import java.util.Arrays;

/**
 * Turns directions away from one another: Adam (betas 0.9 and 0.999) minimises Σ_{i≠j} (D_i·D_j)² +
 * N·Σ_i (‖D_i‖² − 1)² over the N rows of D, and the rows are normalised at the end. The gradient,
 * 4·Σ_{j≠i} (D_i·D_j)·D_j + 4N·(‖D_i‖² − 1)·D_i, is computed from DᵀD, so that a step takes N·d²
 * multiplications instead of N²·d.
 */
final class Orthogonalizer {

  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPS = 1e-8;

  /** Number of rows that are computed together, so that DᵀD is read less often. */
  private static final int ROWS = 4;

  private Orthogonalizer() {}

  /**
   * Returns directions of norm 1.
   *
   * @param start directions of norm 1, {@code [n, d]}; not changed
   * @param steps number of Adam's steps
   * @param lr Adam's learning rate
   */
  static Matrix spread(Matrix start, int steps, double lr) {
    int n = start.rows();
    int d = start.cols();
    int padded = (n + ROWS - 1) / ROWS * ROWS * d;
    double[] rows = new double[padded];
    for (int j = 0; j < n * d; j++) {
      rows[j] = start.data()[j];
    }
    normalize(rows, n, d); // what float lacks of norm 1 would outweigh small overlaps
    double[] first = new double[padded];
    double[] second = new double[padded];
    double[] grad = new double[ROWS * d];
    for (int step = 1; step <= steps; step++) {
      double[] gram = new double[d * d];
      for (int from = 0; from < padded; from += grad.length) {
        addProducts(rows, from, d, gram);
      }
      double correct1 = 1 - StrictMath.pow(BETA_1, step);
      double correct2 = 1 - StrictMath.pow(BETA_2, step);
      for (int from = 0; from < padded; from += grad.length) {
        gradients(rows, from, n, d, gram, grad);
        for (int c = 0; c < grad.length; c++) {
          double g = grad[c];
          first[from + c] = BETA_1 * first[from + c] + (1 - BETA_1) * g;
          second[from + c] = BETA_2 * second[from + c] + (1 - BETA_2) * g * g;
          double root = Math.sqrt(second[from + c] / correct2) + EPS;
          rows[from + c] -= lr * first[from + c] / correct1 / root;
        }
      }
    }
    normalize(rows, n, d);
    Matrix result = new Matrix(n, d);
    for (int j = 0; j < n * d; j++) {
      result.data()[j] = (float) rows[j];
    }
    return result;
  }

  /** Adds the products of some rows to DᵀD, {@code [d, d]}; rows beyond the last are zeros. */
  private static void addProducts(double[] rows, int from, int d, double[] gram) {
    int second = from + d;
    int third = second + d;
    int fourth = third + d;
    for (int a = 0; a < d; a++) {
      double v = rows[from + a];
      double w = rows[second + a];
      double y = rows[third + a];
      double z = rows[fourth + a];
      int to = a * d;
      for (int b = 0; b < d; b++) {
        gram[to + b] +=
            v * rows[from + b] + w * rows[second + b] + y * rows[third + b] + z * rows[fourth + b];
      }
    }
  }

  /**
   * Computes the gradients of some rows.
   *
   * @param out {@code [ROWS, d]}
   */
  private static void gradients(
      double[] rows, int from, int n, int d, double[] gram, double[] out) {
    Arrays.fill(out, 0);
    int second = d;
    int third = 2 * d;
    int fourth = 3 * d;
    for (int a = 0; a < d; a++) {
      double v = rows[from + a];
      double w = rows[from + second + a];
      double y = rows[from + third + a];
      double z = rows[from + fourth + a];
      int at = a * d;
      for (int b = 0; b < d; b++) {
        double g = gram[at + b];
        out[b] += v * g;
        out[second + b] += w * g;
        out[third + b] += y * g;
        out[fourth + b] += z * g;
      }
    }
    for (int r = 0; r < ROWS; r++) {
      double square = 0;
      for (int c = r * d; c < (r + 1) * d; c++) {
        square += rows[from + c] * rows[from + c];
      }
      double own = n * (square - 1) - square;
      for (int c = r * d; c < (r + 1) * d; c++) {
        out[c] = 4 * (out[c] + own * rows[from + c]);
      }
    }
  }

  private static void normalize(double[] rows, int n, int d) {
    for (int i = 0; i < n; i++) {
      double square = 0;
      for (int c = i * d; c < (i + 1) * d; c++) {
        square += rows[c] * rows[c];
      }
      double norm = Math.sqrt(square);
      for (int c = i * d; c < (i + 1) * d; c++) {
        rows[c] /= norm;
      }
    }
  }
}

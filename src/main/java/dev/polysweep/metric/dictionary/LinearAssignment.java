package dev.polysweep.metric.dictionary;

import java.util.Arrays;

/**
 * The linear assignment problem: finds the one-to-one assignment of rows to columns with the
 * largest total gain, by the Hungarian method (Kuhn 1955) with shortest augmenting paths and
 * potentials (Jonker and Volgenant 1987), in O(min² · max) steps. With fewer columns than rows some
 * rows stay unassigned.
 */
public final class LinearAssignment {

  private LinearAssignment() {}

  /**
   * Solves the problem.
   *
   * @param gain gain of assigning a row to a column, {@code [rows][cols]}, all finite
   * @return the column of each row, {@code [rows]}; −1 for an unassigned row
   */
  public static int[] largest(double[][] gain) {
    int rows = gain.length;
    int cols = rows == 0 ? 0 : gain[0].length;
    if (rows <= cols) {
      return solve(gain, rows, cols);
    }
    double[][] turned = new double[cols][rows];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        turned[c][r] = gain[r][c];
      }
    }
    int[] rowOf = solve(turned, cols, rows);
    int[] result = new int[rows];
    Arrays.fill(result, -1);
    for (int c = 0; c < cols; c++) {
      result[rowOf[c]] = c;
    }
    return result;
  }

  /**
   * Solves the problem for rows ≤ cols. Costs are −gain. Internally rows and columns are numbered
   * from 1, and 0 stands for none.
   */
  private static int[] solve(double[][] gain, int rows, int cols) {
    double[] u = new double[rows + 1];
    double[] v = new double[cols + 1];
    int[] rowOf = new int[cols + 1];
    int[] previous = new int[cols + 1];
    double[] slack = new double[cols + 1];
    boolean[] reached = new boolean[cols + 1];
    for (int row = 1; row <= rows; row++) {
      rowOf[0] = row;
      Arrays.fill(slack, Double.POSITIVE_INFINITY);
      Arrays.fill(reached, false);
      int column = 0;
      do {
        reached[column] = true;
        int r = rowOf[column];
        double least = Double.POSITIVE_INFINITY;
        int next = 0;
        for (int c = 1; c <= cols; c++) {
          if (!reached[c]) {
            double reduced = -gain[r - 1][c - 1] - u[r] - v[c];
            if (reduced < slack[c]) {
              slack[c] = reduced;
              previous[c] = column;
            }
            if (slack[c] < least) {
              least = slack[c];
              next = c;
            }
          }
        }
        for (int c = 0; c <= cols; c++) {
          if (reached[c]) {
            u[rowOf[c]] += least;
            v[c] -= least;
          } else {
            slack[c] -= least;
          }
        }
        column = next;
      } while (rowOf[column] != 0);
      for (; column != 0; column = previous[column]) {
        rowOf[column] = rowOf[previous[column]];
      }
    }
    int[] columnOf = new int[rows];
    for (int c = 1; c <= cols; c++) {
      if (rowOf[c] != 0) {
        columnOf[rowOf[c] - 1] = c - 1;
      }
    }
    return columnOf;
  }
}

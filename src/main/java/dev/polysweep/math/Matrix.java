package dev.polysweep.math;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A dense matrix of floats, row-major: entry (r, c) is {@code data[r * cols + c]}. The array is
 * never copied by the constructor or by {@link #data()}: writing to it changes the matrix.
 *
 * @param rows number of rows, at least 0
 * @param cols number of columns, at least 0
 * @param data the entries, {@code [rows * cols]}
 */
public record Matrix(int rows, int cols, float[] data) implements Serializable {

  /**
   * @throws IllegalArgumentException if a size is negative or the array's length is not rows × cols
   */
  public Matrix {
    if (rows < 0 || cols < 0 || (long) rows * cols != data.length) {
      throw new IllegalArgumentException(
          "a "
              + rows
              + "×"
              + cols
              + " matrix needs "
              + (long) rows * cols
              + " entries, not "
              + data.length);
    }
  }

  /** A matrix of zeros, {@code [rows, cols]}. */
  public Matrix(int rows, int cols) {
    this(rows, cols, new float[Math.multiplyExact(rows, cols)]);
  }

  /** Entry (r, c). */
  public float get(int r, int c) {
    return data[r * cols + c];
  }

  /** Sets entry (r, c); changes this matrix. */
  public void set(int r, int c, float value) {
    data[r * cols + c] = value;
  }

  /** The transpose as a new matrix, {@code [cols, rows]}. */
  public Matrix transpose() {
    Matrix t = new Matrix(cols, rows);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        t.data[c * rows + r] = data[r * cols + c];
      }
    }
    return t;
  }

  /**
   * A copy of the rows {@code from} (inclusive) to {@code to} (exclusive), {@code [to - from,
   * cols]}.
   */
  public Matrix rows(int from, int to) {
    return new Matrix(to - from, cols, Arrays.copyOfRange(data, from * cols, to * cols));
  }

  /** A deep copy. */
  public Matrix copy() {
    return new Matrix(rows, cols, data.clone());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Matrix m
        && rows == m.rows
        && cols == m.cols
        && Arrays.equals(data, m.data);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows + cols) + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return rows + "×" + cols + " matrix";
  }
}

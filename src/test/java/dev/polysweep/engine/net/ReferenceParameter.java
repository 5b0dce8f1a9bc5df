package dev.polysweep.engine.net;

import java.util.Arrays;

/**
 * One parameter of the optimiser in double precision: values, gradient and state. Two parameters
 * may hold the same {@code values} array; that is what {@link Tie#SHARED_STORAGE} means.
 */
final class ReferenceParameter {

  final int rows;
  final int cols;

  /** Whether this is a bias. */
  final boolean bias;

  /** {@code [rows * cols]}, row-major. */
  final double[] values;

  /** {@code [rows * cols]}, of the loss at the current values. */
  final double[] gradient;

  /** Adam's first moment m. */
  final double[] moment1;

  /** Adam's second moment v. */
  final double[] moment2;

  /** Updates since the state was last empty: Adam's t in 1 − βᵗ. */
  int updates;

  private ReferenceParameter(int rows, int cols, boolean bias, double[] values) {
    this.rows = rows;
    this.cols = cols;
    this.bias = bias;
    this.values = values;
    this.gradient = new double[values.length];
    this.moment1 = new double[values.length];
    this.moment2 = new double[values.length];
  }

  /** A weight matrix that starts from those values, {@code [rows * cols]}. */
  static ReferenceParameter weights(int rows, int cols, float[] initial) {
    return new ReferenceParameter(rows, cols, false, doubles(initial));
  }

  /** A bias that starts from those values. */
  static ReferenceParameter bias(float[] initial) {
    return new ReferenceParameter(initial.length, 1, true, doubles(initial));
  }

  private static double[] doubles(float[] initial) {
    double[] values = new double[initial.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = initial[i];
    }
    return values;
  }

  /** Another optimiser parameter on the same storage. */
  ReferenceParameter onSameStorage() {
    return new ReferenceParameter(rows, cols, bias, values);
  }

  double get(int row, int col) {
    return values[row * cols + col];
  }

  void addToGradient(int row, int col, double amount) {
    gradient[row * cols + col] += amount;
  }

  /** Replaces the values and empties the optimiser's state, as deleting it from PyTorch's does. */
  void replace(float[] replacement) {
    for (int i = 0; i < values.length; i++) {
      values[i] = replacement[i];
    }
    forget();
  }

  /** Empties the optimiser's state. */
  void forget() {
    Arrays.fill(moment1, 0);
    Arrays.fill(moment2, 0);
    updates = 0;
  }

  float[] toFloats() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}

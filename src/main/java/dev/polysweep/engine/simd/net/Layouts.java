package dev.polysweep.engine.simd.net;

import dev.polysweep.math.Matrix;

/**
 * Converts between row-major matrices, whose rows are samples, and the feature-major batches {@code
 * [features, stride]} of the kernels.
 */
final class Layouts {

  private Layouts() {}

  /** A new feature-major copy, {@code [features, stride]}, padded with zeros. */
  static float[] featureMajor(Matrix m, int stride) {
    float[] out = new float[m.cols() * stride];
    toFeatureMajor(m, out, stride);
    return out;
  }

  /** Copies a matrix into {@code out}, {@code [features, stride]}; the padding is not written. */
  static void toFeatureMajor(Matrix m, float[] out, int stride) {
    float[] data = m.data();
    int cols = m.cols();
    for (int c = 0; c < cols; c++) {
      for (int r = 0; r < m.rows(); r++) {
        out[c * stride + r] = data[r * cols + c];
      }
    }
  }

  /** A matrix {@code [samples, features]} from a feature-major batch. */
  static Matrix rowMajor(float[] in, int samples, int features, int stride) {
    Matrix m = new Matrix(samples, features);
    float[] data = m.data();
    for (int c = 0; c < features; c++) {
      for (int r = 0; r < samples; r++) {
        data[r * features + c] = in[c * stride + r];
      }
    }
    return m;
  }
}

package dev.polysweep.engine.simd.net;

import dev.polysweep.math.Matrix;

/**
 * Between row-major matrices (samples are rows) and the kernels' feature-major batches {@code
 * [features, stride]}.
 */
final class Layouts {

  private Layouts() {}

  /** A new feature-major copy, padded with zeros. */
  static float[] featureMajor(Matrix m, int stride) {
    float[] out = new float[m.cols() * stride];
    toFeatureMajor(m, out, stride);
    return out;
  }

  /** Copies into {@code out}; what lies beyond the samples is left alone. */
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

package dev.polysweep.data;

import dev.polysweep.math.Matrix;

/**
 * The eight targets that the network of the taming and temporal experiments learns from the
 * features of {@link CorrelatedGroups}; target k is multiplied by its importance i_k:
 *
 * <pre>
 * y0 = x0·x1 + 0.5·x2     y1 = sin(x0 + x2) + x1     y2 = x0² + x1·x2
 * y3 = x3·x4 + 0.3·x5     y4 = tanh(x3 + x4)
 * y5 = x5·x6·x7           y6 = x5 + 0.7·x7           y7 = x6² + x5·x7
 * </pre>
 */
public final class FeatureTargets {

  private FeatureTargets() {}

  /**
   * The importances i_k = decay^k of n targets.
   *
   * @return {@code [n]}
   */
  public static float[] importance(double decay, int n) {
    float[] importance = new float[n];
    for (int k = 0; k < n; k++) {
      importance[k] = (float) StrictMath.pow(decay, k);
    }
    return importance;
  }

  /**
   * The targets of samples.
   *
   * @param x features, {@code [samples, 8]}
   * @param importance {@code [8]}
   * @return targets y, {@code [samples, 8]}
   */
  public static Matrix of(Matrix x, float[] importance) {
    Matrix y = new Matrix(x.rows(), CorrelatedGroups.FEATURES);
    into(x, importance, y);
    return y;
  }

  /**
   * Writes the targets of the samples x into {@code y}, {@code [samples, 8]}, which is overwritten.
   */
  static void into(Matrix x, float[] importance, Matrix y) {
    for (int s = 0; s < x.rows(); s++) {
      double[] v = new double[CorrelatedGroups.FEATURES];
      for (int k = 0; k < v.length; k++) {
        v[k] = x.get(s, k);
      }
      double[] t = {
        v[0] * v[1] + 0.5 * v[2],
        StrictMath.sin(v[0] + v[2]) + v[1],
        v[0] * v[0] + v[1] * v[2],
        v[3] * v[4] + 0.3 * v[5],
        StrictMath.tanh(v[3] + v[4]),
        v[5] * v[6] * v[7],
        v[5] + 0.7 * v[7],
        v[6] * v[6] + v[5] * v[7]
      };
      for (int k = 0; k < t.length; k++) {
        y.set(s, k, (float) (t[k] * importance[k]));
      }
    }
  }
}

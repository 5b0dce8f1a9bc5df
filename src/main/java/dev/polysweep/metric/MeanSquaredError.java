package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * The mean squared error over all elements: mse = Σ_s Σ_k (ŷ_sk − y_sk)² / (samples · features).
 * Range [0, ∞), in the square of the target's unit. NaN without elements.
 */
public final class MeanSquaredError {

  private MeanSquaredError() {}

  /**
   * Computes the error.
   *
   * @param prediction ŷ, {@code [samples, features]}
   * @param target y, {@code [samples, features]}
   * @throws IllegalArgumentException if the shapes differ
   */
  public static double of(Matrix prediction, Matrix target) {
    Shapes.requireEqual(prediction, target);
    float[] a = prediction.data();
    float[] b = target.data();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double error = (double) a[i] - b[i];
      sum += error * error;
    }
    return sum / a.length;
  }
}

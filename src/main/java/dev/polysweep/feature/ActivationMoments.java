package dev.polysweep.feature;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The mean and the total variation of activations, from sums without rounding, so that neither the
 * order of the activations nor their partitioning changes a result. Mutable; not thread-safe.
 */
public final class ActivationMoments implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ExactSum[] sums;
  private final ExactSum squares = new ExactSum();
  private long tokens;

  /** Sums over no activations yet, for activations of {@code width} numbers each. */
  public ActivationMoments(int width) {
    sums = new ExactSum[width];
    Arrays.setAll(sums, i -> new ExactSum());
  }

  /** Adds one activation, {@code [width]}, and returns this object. */
  public ActivationMoments add(float[] activation) {
    double square = 0;
    for (int i = 0; i < sums.length; i++) {
      sums[i].add(activation[i]);
      square += (double) activation[i] * activation[i];
    }
    squares.add((float) square);
    tokens++;
    return this;
  }

  /**
   * Adds all activations that {@code other} has summed, and returns this object; {@code other} is
   * not changed.
   */
  public ActivationMoments add(ActivationMoments other) {
    for (int i = 0; i < sums.length; i++) {
      sums[i].add(other.sums[i]);
    }
    squares.add(other.squares);
    tokens += other.tokens;
    return this;
  }

  /** The mean activation x̄, {@code [width]}; NaN without activations. */
  public float[] mean() {
    float[] mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sums[i].value() / tokens);
    }
    return mean;
  }

  /** The total variation Σ ‖x − x̄‖² = Σ ‖x‖² − n·‖x̄‖². */
  public double totalVariation() {
    double square = 0;
    for (ExactSum sum : sums) {
      double mean = sum.value() / tokens;
      square += mean * mean;
    }
    return Math.max(0, squares.value() - tokens * square);
  }
}

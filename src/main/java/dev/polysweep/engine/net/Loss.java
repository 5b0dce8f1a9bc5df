package dev.polysweep.engine.net;

import java.io.Serializable;

/**
 * The error term of the loss: the importance-weighted squared error (1/N)·Σ_s R_k i_k·(ŷ_sk −
 * y_sk)², a mean over the N samples s, where R is the mean or the sum over features k. With {@code
 * MEAN} and no importance this is the usual MSE over all elements.
 *
 * @param importance i_k, {@code [outputs]}; null for 1 everywhere
 * @param features whether R is the mean or the sum
 */
public record Loss(float[] importance, Reduction features) implements Serializable {
  /** The mean squared error over all elements. */
  public static final Loss MSE = new Loss(null, Reduction.MEAN);

  /** The factor of the weighted sum of squared errors over so many samples and outputs. */
  public double scale(int samples, int outputs) {
    return 1.0 / samples / (features == Reduction.MEAN ? outputs : 1);
  }

  /** The importance of output k. */
  public float importance(int k) {
    return importance == null ? 1f : importance[k];
  }
}

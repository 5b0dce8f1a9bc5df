package dev.polysweep.engine.net;

import java.io.Serializable;

/**
 * Importance-weighted squared error, mean over samples: (1/N)·Σ_s R_k i_k·(ŷ_sk − y_sk)², where R
 * is the mean or the sum over features k. With {@code MEAN} and no importance this is the usual MSE
 * over all elements.
 *
 * @param importance {@code [outputs]}, or null for 1 everywhere
 * @param features mean or sum over features
 */
public record Loss(float[] importance, Reduction features) implements Serializable {
  /** MSE over all elements. */
  public static final Loss MSE = new Loss(null, Reduction.MEAN);
}

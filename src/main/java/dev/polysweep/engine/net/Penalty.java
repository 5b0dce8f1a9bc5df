package dev.polysweep.engine.net;

import java.io.Serializable;

/**
 * Penalties on parameters, terms of the loss.
 *
 * @param l1Weights λ of λ·Σ|w| over weight matrices, biases left out; a tied matrix counts once
 * @param l2Parameters λ of λ·Σp² over all parameters; a tied matrix counts once
 */
public record Penalty(double l1Weights, double l2Parameters) implements Serializable {
  /** No penalty. */
  public static final Penalty NONE = new Penalty(0, 0);
}

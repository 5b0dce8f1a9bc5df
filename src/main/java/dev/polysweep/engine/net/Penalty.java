package dev.polysweep.engine.net;

import java.io.Serializable;

/**
 * The terms of the loss that penalise large parameters.
 *
 * @param l1Weights coefficient λ of λ·Σ|w| over all weight matrices, without biases; a tied matrix
 *     counts once
 * @param l2Parameters coefficient λ of λ·Σp² over all weights and biases; a tied matrix counts once
 */
public record Penalty(double l1Weights, double l2Parameters) implements Serializable {
  /** No penalty. */
  public static final Penalty NONE = new Penalty(0, 0);
}

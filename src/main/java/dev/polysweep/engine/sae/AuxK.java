package dev.polysweep.engine.sae;

import java.io.Serializable;

/**
 * The auxiliary loss that keeps latents alive (Gao et al. 2024): coefficient·‖e − ê‖², averaged
 * over samples, where e = x − x̂ is the reconstruction error (a constant for the gradient, as in
 * the authors' code) and ê is decoded, without bias, from the k largest positive pre-activations of
 * dead latents.
 *
 * @param k number of dead latents per sample that reconstruct the error, at least 0; 0 for no
 *     auxiliary loss
 * @param coefficient weight of the loss, at least 0; 1/32 in the paper
 */
public record AuxK(int k, double coefficient) implements Serializable {

  /** No auxiliary loss. */
  public static final AuxK NONE = new AuxK(0, 0);

  /**
   * @throws IllegalArgumentException if a number is negative or not finite
   */
  public AuxK {
    SaeArchitecture.requireNonNegative("auxK", k);
    SaeArchitecture.requireNonNegative("auxCoefficient", coefficient);
  }
}

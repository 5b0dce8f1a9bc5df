package dev.polysweep.engine.sae;

import java.io.Serializable;

/**
 * The auxiliary loss that keeps latents alive (Gao et al. 2024): coefficient·‖e − ê‖², averaged
 * over samples, where e = x − x̂ is the reconstruction error (a constant for the gradient, as in
 * the authors' code) and ê is decoded, without bias, from the k largest pre-activations of dead
 * latents.
 *
 * @param k number of dead latents per sample that reconstruct the error, at least 0; 0 for no
 *     auxiliary loss
 * @param coefficient weight of the loss, at least 0; 1/32 in the paper
 * @param signed false as in the paper: only positive pre-activations take part. True as in SAELens:
 *     negative ones do too, and with D &lt; k dead latents the loss is multiplied with D/k
 */
public record AuxK(int k, double coefficient, boolean signed) implements Serializable {

  /** No auxiliary loss. */
  public static final AuxK NONE = new AuxK(0, 0);

  /**
   * @throws IllegalArgumentException if a number is negative or not finite
   */
  public AuxK {
    SaeArchitecture.requireNonNegative("auxK", k);
    SaeArchitecture.requireNonNegative("auxCoefficient", coefficient);
  }

  /** The loss of the paper. */
  public AuxK(int k, double coefficient) {
    this(k, coefficient, false);
  }

  /** The weight of the loss with a number of dead latents; 0 without any. */
  public double weight(int dead) {
    if (k == 0 || dead == 0) {
      return 0;
    }
    return signed ? coefficient * Math.min(1, (double) dead / k) : coefficient;
  }
}

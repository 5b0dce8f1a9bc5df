package dev.polysweep.engine.sae;

import java.io.Serializable;
import java.util.Objects;

/**
 * A sparse autoencoder and its training, which is fed batch by batch.
 *
 * @param initial parameters at the start, for inputs times {@code inputScale}; decoder rows are
 *     normalised when a session opens
 * @param architecture activation and penalty
 * @param optimizer update rule and schedule
 * @param resampling of dead latents
 * @param deadWindow a latent is dead once it has been silent for this many steps
 * @param inputScale every input is multiplied with this, and the parameters that come out undo it:
 *     1 for none, √d_in / mean ‖x‖ for inputs of expected norm √d_in
 * @param seed key of the draws of resampling
 */
public record SaePlan(
    SaeParameters initial,
    SaeArchitecture architecture,
    SaeOptimizer optimizer,
    SaeResampling resampling,
    int deadWindow,
    double inputScale,
    long seed)
    implements Serializable {

  /**
   * Checks the plan, and lets the architecture complete the initial parameters.
   *
   * @throws IllegalArgumentException if the window or the scale is not above 0, or the architecture
   *     cannot be trained from the initial parameters
   */
  public SaePlan {
    Objects.requireNonNull(optimizer);
    Objects.requireNonNull(resampling);
    if (deadWindow < 1) {
      throw new IllegalArgumentException("deadWindow must be at least 1, not " + deadWindow);
    }
    if (!(inputScale > 0) || Double.isInfinite(inputScale)) {
      throw new IllegalArgumentException("inputScale must be above 0, not " + inputScale);
    }
    initial = architecture.start(initial);
  }

  /** Width of the activations. */
  public int dIn() {
    return initial.dIn();
  }

  /** Number of latents. */
  public int dSae() {
    return initial.dSae();
  }
}

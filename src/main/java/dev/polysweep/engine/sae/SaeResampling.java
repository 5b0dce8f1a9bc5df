package dev.polysweep.engine.sae;

import java.io.Serializable;

/**
 * Resampling of dead latents (Bricken et al. 2023). After every {@code everySteps} steps, each
 * latent that has been silent for the plan's window is given an input. Inputs are drawn from the
 * step's batch without replacement (with replacement once all are taken), with probability
 * proportional to the square of their loss. The latent's decoder row becomes that input as the
 * encoder sees it, x − b_dec, normalised; its encoder column gets the same direction and
 * encoderScale times the mean norm of the live latents' columns; its bias becomes 0; a learned
 * threshold becomes what {@link SaeArchitecture#resampledThreshold} returns. The optimiser's state
 * of the latent is reset.
 *
 * @param everySteps steps between resamplings; 0 turns resampling off
 * @param lastStep last step after which latents are resampled; the steps after it let the training
 *     settle
 * @param encoderScale share of the live columns' mean norm that a new column has; 0.2 in the paper
 */
public record SaeResampling(int everySteps, int lastStep, double encoderScale)
    implements Serializable {

  /** No resampling. */
  public static final SaeResampling NONE = new SaeResampling(0, 0, 0.2);

  /** Whether latents are to be resampled after this number of steps. */
  public boolean due(int steps) {
    return everySteps > 0 && steps <= lastStep && steps % everySteps == 0;
  }
}

package dev.polysweep.engine.sae;

import java.io.Serializable;

/**
 * Resampling of dead latents (Bricken et al. 2023). After every so many steps, each latent that has
 * been silent for the plan's window is given an input. Inputs are drawn from the step's batch
 * without replacement (with replacement once all are taken), with probability proportional to the
 * square of their loss. The latent's decoder row becomes that input as the encoder sees it, x −
 * b_dec, normalised; its encoder column the same direction with encoderScale times the mean norm of
 * the live latents' columns; its bias 0; its threshold, if it has a learned one, what {@link
 * SaeArchitecture#resampledThreshold} says. The optimiser's state of the latent is forgotten.
 *
 * @param everySteps steps between resamplings; 0 turns resampling off
 * @param lastStep last step after which latents are resampled, so that the run can settle
 * @param encoderScale share of the live columns' mean norm that a new column has; 0.2 in the paper
 */
public record SaeResampling(int everySteps, int lastStep, double encoderScale)
    implements Serializable {

  /** No resampling. */
  public static final SaeResampling NONE = new SaeResampling(0, 0, 0.2);

  /** Whether it is due after so many steps. */
  public boolean due(int steps) {
    return everySteps > 0 && steps <= lastStep && steps % everySteps == 0;
  }
}

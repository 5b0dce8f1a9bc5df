package dev.polysweep.engine.sae;

import java.io.Serializable;

/**
 * Resampling of dead latents (Bricken et al. 2023): after every so many steps, each latent that has
 * been silent for the plan's window is given an input, drawn from the step's batch without
 * replacement (with, once all are taken) with probability proportional to the square of its loss.
 * Its decoder row becomes that input, as the encoder sees it (x − b_dec), normalised; its encoder
 * column the same times encoderScale times the mean norm of the live latents' columns; its bias 0;
 * its optimiser state is forgotten.
 *
 * @param everySteps steps between resamplings; 0 for never
 * @param lastStep no resampling after that step, so that the run can settle
 * @param encoderScale 0.2 in the paper
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

package dev.polysweep.engine.sae;

import java.io.Serializable;
import java.util.Objects;

/**
 * The description of a sparse autoencoder and of its training on a sequence of batches.
 *
 * @param initial parameters at the start, for inputs times {@code inputScale}; where the
 *     constraints say so, decoder rows are normalised when a session opens
 * @param architecture the activation function and the penalty
 * @param optimizer the update rule and its schedule
 * @param resampling the rule by which dead latents are resampled
 * @param deadWindow a latent is dead once it has been silent for this many steps
 * @param inputScale factor that every input is multiplied with; the trained parameters are folded
 *     so that they apply to unscaled inputs. 1 for no scaling, √d_in / mean ‖x‖ for inputs of
 *     expected norm √d_in
 * @param seed key of the random numbers of resampling and of drawn widths
 * @param constraints what training may do to the weights
 * @param target the wished number of active latents, or null
 */
public record SaePlan(
    SaeParameters initial,
    SaeArchitecture architecture,
    SaeOptimizer optimizer,
    SaeResampling resampling,
    int deadWindow,
    double inputScale,
    long seed,
    SaeConstraints constraints,
    SaeTarget target)
    implements Serializable {

  /**
   * Checks the plan, and lets the architecture complete the initial parameters.
   *
   * @throws IllegalArgumentException if the window or the scale is not above 0, the architecture
   *     cannot be trained from the initial parameters, a pursuit is not tied, or frozen weights
   *     would be resampled
   */
  public SaePlan {
    Objects.requireNonNull(optimizer);
    Objects.requireNonNull(resampling);
    Objects.requireNonNull(constraints);
    if (deadWindow < 1) {
      throw new IllegalArgumentException("deadWindow must be at least 1, not " + deadWindow);
    }
    if (!(inputScale > 0) || Double.isInfinite(inputScale)) {
      throw new IllegalArgumentException("inputScale must be above 0, not " + inputScale);
    }
    if (architecture.iteration().summed() && !constraints.tied()) {
      throw new IllegalArgumentException("a pursuit needs tied weights");
    }
    if (resampling.everySteps() > 0 && constraints.frozen() != SaeConstraints.Frozen.NONE) {
      throw new IllegalArgumentException("frozen weights cannot be resampled");
    }
    initial = architecture.start(initial);
  }

  /** A plan with decoder rows of norm 1 and coefficients as the architecture has them. */
  public SaePlan(
      SaeParameters initial,
      SaeArchitecture architecture,
      SaeOptimizer optimizer,
      SaeResampling resampling,
      int deadWindow,
      double inputScale,
      long seed) {
    this(
        initial,
        architecture,
        optimizer,
        resampling,
        deadWindow,
        inputScale,
        seed,
        SaeConstraints.NONE,
        null);
  }

  /** The width d_in of the inputs. */
  public int dIn() {
    return initial.dIn();
  }

  /** The number of latents d_sae. */
  public int dSae() {
    return initial.dSae();
  }
}

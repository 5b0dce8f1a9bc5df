package dev.polysweep.engine.sae;

import dev.polysweep.math.Matrix;
import java.util.Optional;

/** Training of a sparse autoencoder to which the caller hands batch after batch. */
public interface SaeSession extends SaeTraining {

  /**
   * Takes one optimiser step, and then resamples dead latents if the plan says so.
   *
   * @param batch {@code [n, d_in]}, n at least 1; n may differ from step to step
   * @return losses of the forward pass, before the update; not finite once training diverged
   */
  SaeLoss step(Matrix batch);

  /**
   * Takes a step like {@link #step} whose losses nobody asks for. A session that would have to wait
   * for them returns nothing, unless it has resampled; that training diverged then shows in the
   * losses of the next {@link #step}. By default they are always there.
   *
   * @param batch {@code [n, d_in]}, n at least 1
   */
  default Optional<SaeLoss> advance(Matrix batch) {
    return Optional.of(step(batch));
  }

  /** A copy of the state from which training can be continued. */
  SaeState state();

  /**
   * Continues training from a state.
   *
   * @param state the state, which is copied
   * @throws IllegalArgumentException if shapes differ
   */
  void setState(SaeState state);

  /** Steps since each latent was last active, {@code [d_sae]}; a copy. */
  int[] silentSteps();

  /**
   * Resamples dead latents now, with inputs drawn according to their losses.
   *
   * @param inputs {@code [n, d_in]}
   * @return number of latents that were resampled
   */
  int resample(Matrix inputs);
}

package dev.polysweep.engine;

import dev.polysweep.math.Matrix;

/**
 * A sparse autoencoder in training. The caller pushes batches; inputs and reconstructions are in
 * the caller's units, the plan's {@code inputScale} is applied inside. Not thread-safe.
 */
public interface SaeSession extends AutoCloseable {

  /** Steps taken so far, those of a state that was put in included. */
  int steps();

  /**
   * Takes one optimiser step, and resamples where the plan says so.
   *
   * @param batch {@code [n, d_in]}, n at least 1; n may differ from step to step
   * @return losses of the forward pass, before the update; not finite once training diverged
   */
  SaeLoss step(Matrix batch);

  /**
   * Activations as evaluation sees them: BatchTopK by its running threshold, the others as in
   * training.
   *
   * @param x {@code [n, d_in]}
   */
  SaeCodes encode(Matrix x);

  /**
   * x̂ = a·W_dec + b_dec of any activations.
   *
   * @return {@code [n, d_in]}
   */
  Matrix decode(SaeCodes codes);

  /** {@code decode(encode(x))}, {@code [n, d_in]}. */
  default Matrix reconstruct(Matrix x) {
    return decode(encode(x));
  }

  /**
   * A copy of the parameters, with the input scale folded in: they are for inputs as the caller has
   * them. Decoder rows then have norm 1/inputScale.
   */
  SaeParameters parameters();

  /** A copy of everything that training goes on from. */
  SaeState state();

  /**
   * Goes on from there.
   *
   * @param state copied
   * @throws IllegalArgumentException if shapes differ
   */
  void setState(SaeState state);

  /** Steps since each latent was last active, {@code [d_sae]}; a copy. */
  int[] silentSteps();

  /**
   * Resamples dead latents now, by the losses of these inputs.
   *
   * @param inputs {@code [n, d_in]}
   * @return how many latents were resampled
   */
  int resample(Matrix inputs);

  @Override
  void close();
}

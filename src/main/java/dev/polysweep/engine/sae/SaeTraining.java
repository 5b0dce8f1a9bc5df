package dev.polysweep.engine.sae;

import dev.polysweep.math.Matrix;

/**
 * A sparse autoencoder in training, as it can be looked at on the way. Inputs and reconstructions
 * are in the caller's units, the plan's {@code inputScale} is applied inside. Not thread-safe.
 */
public interface SaeTraining extends AutoCloseable {

  /** Steps taken so far, those of a state that was put in included. */
  int steps();

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

  @Override
  void close();
}

package dev.polysweep.engine.sae;

import dev.polysweep.math.Matrix;

/**
 * The encoder of a trained sparse autoencoder, run by an engine. Implementations are not
 * thread-safe.
 */
public interface TrainedEncoder extends AutoCloseable {

  /**
   * Computes the activations of inputs.
   *
   * @param x {@code [n, d_in]}, n at least 1
   * @return {@code feature_acts [n, d_sae]}
   * @throws IllegalArgumentException if the width of {@code x} is not d_in
   */
  SaeCodes encode(Matrix x);

  @Override
  void close();
}

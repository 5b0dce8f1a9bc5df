package dev.polysweep.engine.sae;

import dev.polysweep.math.Matrix;

/** A trained sparse autoencoder that encodes on an engine. Not thread-safe. */
public interface TrainedEncoder extends AutoCloseable {

  /**
   * The activations of some inputs.
   *
   * @param x {@code [n, d_in]}, n at least 1
   * @return {@code feature_acts [n, d_sae]}
   * @throws IllegalArgumentException if the rows have another width
   */
  SaeCodes encode(Matrix x);

  @Override
  void close();
}

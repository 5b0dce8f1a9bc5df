package dev.polysweep.engine.sae;

import dev.polysweep.math.Matrix;

/**
 * A sparse autoencoder in training, which can be evaluated between steps. Inputs and
 * reconstructions are in the caller's units; the plan's {@code inputScale} is applied internally.
 * Implementations are not thread-safe.
 */
public interface SaeTraining extends AutoCloseable {

  /**
   * The number of steps taken so far, including those of a state from which training was continued.
   */
  int steps();

  /**
   * Computes activations by the rule for evaluation: a BatchTopK uses its running threshold, the
   * other architectures do as in training.
   *
   * @param x {@code [n, d_in]}
   */
  SaeCodes encode(Matrix x);

  /**
   * Computes activations by the rule for training, as those of one batch: a BatchTopK keeps the
   * largest of the batch instead of using its running threshold. By default they are those of
   * {@link #encode}, for sessions whose architectures do the same in both.
   *
   * @param x {@code [n, d_in]}
   */
  default SaeCodes encodeBatch(Matrix x) {
    return encode(x);
  }

  /**
   * Computes reconstructions x̂ = a·W_dec + b_dec from activations.
   *
   * @return {@code [n, d_in]}
   */
  Matrix decode(SaeCodes codes);

  /** {@code decode(encode(x))}, {@code [n, d_in]}. */
  default Matrix reconstruct(Matrix x) {
    return decode(encode(x));
  }

  /**
   * A copy of the parameters with the input scale folded in, so that they apply to inputs in the
   * caller's units. Decoder rows then have norm 1/inputScale.
   */
  SaeParameters parameters();

  @Override
  void close();
}

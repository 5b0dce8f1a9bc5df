package dev.polysweep.metric.psi;

import dev.polysweep.math.Matrix;

/**
 * The data on which the PSI of dictionaries is measured.
 *
 * @param inputs inputs of the network, {@code [samples, d_in]}
 * @param activations activations that the dictionary decomposes, on the same samples, {@code
 *     [samples, d]}
 * @param shown activations of the network on inputs that show one concept each, or none, {@code
 *     [shows, d]}
 * @param concepts the concept that each row of {@code shown} shows, from 0, {@code [shows]}; −1 for
 *     an input that shows none and serves as the reference
 */
public record PsiProbe(Matrix inputs, Matrix activations, Matrix shown, int[] concepts) {

  /** The entry of {@code concepts} for an input that shows no concept. */
  public static final int NOTHING = -1;

  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException if the shapes do not fit each other; the message names both
   */
  public PsiProbe {
    if (inputs.rows() != activations.rows() || inputs.rows() == 0) {
      throw new IllegalArgumentException(
          "inputs " + inputs + " and activations " + activations + " need equally many rows");
    }
    if (shown.cols() != activations.cols() || shown.rows() != concepts.length) {
      throw new IllegalArgumentException(
          "shown activations "
              + shown
              + " of "
              + concepts.length
              + " concepts do not fit "
              + "activations "
              + activations);
    }
  }

  /** The number F of concepts. */
  int count() {
    int largest = NOTHING;
    for (int concept : concepts) {
      largest = Math.max(largest, concept);
    }
    return largest + 1;
  }

  /** Whether any unit's activation differs between samples by more than rounding. */
  boolean varies() {
    for (int u = 0; u < activations.cols(); u++) {
      float low = activations.get(0, u);
      float high = low;
      for (int s = 1; s < activations.rows(); s++) {
        low = Math.min(low, activations.get(s, u));
        high = Math.max(high, activations.get(s, u));
      }
      if (high - low > 1e-6f * Math.max(Math.abs(high), Math.abs(low))) {
        return true;
      }
    }
    return false;
  }
}

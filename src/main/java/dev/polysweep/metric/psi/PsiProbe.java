package dev.polysweep.metric.psi;

import dev.polysweep.math.Matrix;

/**
 * What a dictionary is scored on.
 *
 * @param inputs the network's inputs, {@code [samples, d_in]}
 * @param activations what the dictionary decomposes, {@code [samples, d]}, on the same samples
 * @param shown activations when single concepts are shown, {@code [shows, d]}
 * @param concepts {@code [shows]}: which concept, from 0; −1 where nothing is shown, to which the
 *     others are compared
 */
public record PsiProbe(Matrix inputs, Matrix activations, Matrix shown, int[] concepts) {

  /** Marks a show of nothing. */
  public static final int NOTHING = -1;

  /**
   * @throws IllegalArgumentException if the shapes do not go together, naming both
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

  /** Number of concepts F. */
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

package dev.polysweep.engine.simd.sae;

import java.util.Arrays;

/**
 * Active latents of some samples, row by row: entries of row r are those from {@code start[r]} to
 * {@code start[r + 1]}, latents ascending. Grows as needed and is used again from step to step.
 */
final class SaeEntries {

  /** {@code [rows + 1]}. */
  final int[] start;

  int[] latent = new int[0];

  /** Activation. */
  float[] act = new float[0];

  /** Gradient of the pre-activation. */
  float[] grad = new float[0];

  /** JumpReLU's: first the pre-activation, then the gradient of the threshold. */
  float[] gate = new float[0];

  SaeEntries(int rows) {
    start = new int[rows + 1];
  }

  /** Makes room for so many entries, keeping those that are there. */
  void reserve(int entries) {
    if (latent.length < entries) {
      int room = Math.max(entries, 2 * latent.length);
      latent = Arrays.copyOf(latent, room);
      act = Arrays.copyOf(act, room);
      grad = Arrays.copyOf(grad, room);
      gate = Arrays.copyOf(gate, room);
    }
  }
}

package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.ActiveLatents;

/**
 * One term of the weights' gradients: entries by sample, each with an activation and with the
 * gradient of its pre-activation. Row f of the encoder's gradient is Σ_s gradient·input_s over the
 * latent's entries, row f of the directions' Σ_s activation·output_s.
 */
final class SaeTerm {

  /** The entries; row r of strip i is sample {@code i · STRIP + r}. */
  ActiveLatents[] strips;

  /** The encoder's inputs, {@code [rows, stride]}. */
  float[] input;

  /**
   * Gradients of the loss by the reconstruction, {@code [rows, stride]}; one for each level of
   * nested dictionaries.
   */
  float[][] output;

  /** Level of each latent, or null if there is only one. */
  int[] level;

  /** The entries by latent. */
  final SaeLatents lists;

  SaeTerm(int dSae) {
    lists = new SaeLatents(dSae);
  }

  /** Sets what the term consists of, and orders the entries by latent. */
  void set(ActiveLatents[] entries, float[] inputs, float[][] outputs, int[] levels, int rows) {
    strips = entries;
    input = inputs;
    output = outputs;
    level = levels;
    lists.transpose(entries, SaeEncoder.STRIP, rows);
  }

  /** The output that belongs to a latent. */
  float[] output(int f) {
    return output[level == null ? 0 : level[f]];
  }
}

package dev.polysweep.engine.cuda.sae;

/**
 * How the kernels of autoencoders are launched; results do not depend on it.
 *
 * @param tiling tiles of the encoder's product
 * @param selecting threads that select the entries of a sample, at most 256
 * @param reconstructing threads that reconstruct a sample, at most 256
 * @param learning threads that learn a latent, at most 128
 */
record SaeTuning(SaeTiling tiling, int selecting, int reconstructing, int learning) {

  static final SaeTuning DEFAULT = new SaeTuning(SaeTiling.BY_256, 64, 64, 32);

  /** Threads that select the entries of a sample: at least k of them, if that may be. */
  int selecting(SaeRule.Selection rule) {
    if (rule.rule() != SaeRule.LARGEST) {
      return selecting;
    }
    return (int) Math.max(selecting, Math.min(256, (rule.setting() + 31) / 32 * 32));
  }
}

package dev.polysweep.engine.cuda;

/**
 * How the kernels of autoencoders are launched; results do not depend on it.
 *
 * @param tiling tiles of the encoder's product
 * @param selecting threads that select the entries of a sample, at most 256
 * @param columns columns of a row for each thread that reconstructs a sample, a multiple of 4
 * @param learning columns of a row for each thread that learns a latent, a multiple of 4
 */
record SaeTuning(SaeTiling tiling, int selecting, int columns, int learning) {

  static final SaeTuning DEFAULT = new SaeTuning(SaeTiling.SQUARE, 256, 4, 4);

  /** Threads for the samples' rows. */
  int reconstructing(SaeShape shape) {
    return threads(shape, columns);
  }

  /** Threads for the latents' rows. */
  int learning(SaeShape shape) {
    return threads(shape, learning);
  }

  private static int threads(SaeShape shape, int columns) {
    return Math.max(32, Math.min(256, (shape.stride() / columns + 31) / 32 * 32));
  }
}

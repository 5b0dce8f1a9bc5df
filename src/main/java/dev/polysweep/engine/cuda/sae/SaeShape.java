package dev.polysweep.engine.cuda.sae;

/**
 * The sizes of a sparse autoencoder's arrays on the device.
 *
 * @param dIn width of the inputs
 * @param dSae number of latents
 */
record SaeShape(int dIn, int dSae) {

  /** Rows and columns of the encoder's product are padded to a multiple of this. */
  private static final int TILE = 256;

  /** The length of a row: d_in rounded up to a multiple of 64. */
  int stride() {
    return up(dIn, 64);
  }

  /** The length of a row over latents: d_sae rounded up to whole tiles. */
  int width() {
    return up(dSae, TILE);
  }

  /** A number of samples, rounded up to whole tiles. */
  static int padded(int rows) {
    return up(rows, TILE);
  }

  private static int up(int n, int multiple) {
    return Math.multiplyExact((n + multiple - 1) / multiple, multiple);
  }

  /** Bytes of a row of each latent. */
  long latentRows() {
    return row(dSae);
  }

  /** Bytes before row r of a matrix with rows of {@link #stride}. */
  long row(int r) {
    return (long) r * stride() * Float.BYTES;
  }

  /** Bytes of a matrix of samples and latents. */
  long latents(int rows) {
    return (long) rows * width() * Float.BYTES;
  }

  /** Bytes of the greatest of each eight latents of samples. */
  long peaks(int rows) {
    return latents(rows) / 8;
  }
}

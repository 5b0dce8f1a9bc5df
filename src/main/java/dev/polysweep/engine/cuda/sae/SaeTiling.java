package dev.polysweep.engine.cuda.sae;

import dev.polysweep.engine.cuda.gpu.Kernel;
import dev.polysweep.engine.cuda.gpu.Queue;

/** The ways in which threads share a tile of 128 × 128 of the encoder's product. */
enum SaeTiling {
  /** 256 threads with 8 × 8 values each. */
  BY_256(Kernel.SAE_ENCODE_BY_256, 256),
  /** 128 threads with 16 × 8 values each. */
  BY_128(Kernel.SAE_ENCODE_BY_128, 128);

  private static final int TILE = 128;
  private static final int DEEP = 8; // inputs that a tile holds at a time

  final Kernel kernel;
  private final int threads;

  SaeTiling(Kernel kernel, int threads) {
    this.kernel = kernel;
    this.threads = threads;
  }

  /**
   * Starts the product out[r][c] = bias[c] + Σ_i a[i][r]·b[i][c].
   *
   * @param a {@code [inputs][aStride]}
   * @param aStride number of rows, whole tiles
   * @param b {@code [inputs][bStride]}
   * @param bStride number of columns, whole tiles
   * @param out {@code [aStride][bStride]}
   * @param peaks the greatest of each eight columns, {@code [aStride][bStride / 8]}
   */
  void launch(
      Queue queue,
      long a,
      int aStride,
      long b,
      int bStride,
      long bias,
      long out,
      long peaks,
      int dIn) {
    int inputs = (dIn + 15) / 16 * 16; // what lies beyond d_in is 0
    queue.launch(
        kernel,
        Math.multiplyExact(aStride / TILE, bStride / TILE),
        threads,
        2 * DEEP * 2 * TILE * Float.BYTES,
        a,
        aStride,
        b,
        bStride,
        bias,
        out,
        bStride,
        peaks,
        inputs,
        aStride / TILE);
  }
}

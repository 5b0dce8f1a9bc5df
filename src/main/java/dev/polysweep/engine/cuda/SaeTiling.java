package dev.polysweep.engine.cuda;

/** The ways in which the kernels divide the encoder's product into tiles. */
enum SaeTiling {
  /** 128 × 128 by 256 threads, 8 × 8 a thread. */
  SQUARE(Kernel.SAE_ENCODE_SQUARE, 128, 128, 256, 8),
  /** 128 × 128 by 128 threads, 16 × 8 a thread. */
  SMALL(Kernel.SAE_ENCODE_SMALL, 128, 128, 128, 8);

  final Kernel kernel;
  private final int rows;
  private final int columns;
  private final int threads;
  private final int deep;

  SaeTiling(Kernel kernel, int rows, int columns, int threads, int deep) {
    this.kernel = kernel;
    this.rows = rows;
    this.columns = columns;
    this.threads = threads;
    this.deep = deep;
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
        Math.multiplyExact(aStride / rows, bStride / columns),
        threads,
        2 * deep * (rows + columns) * Float.BYTES,
        a,
        aStride,
        b,
        bStride,
        bias,
        out,
        bStride,
        peaks,
        inputs,
        aStride / rows);
  }
}

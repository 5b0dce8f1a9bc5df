package dev.polysweep.engine.cuda;

/** The kernels of {@code src/main/cuda/polysweep.cu}. */
enum Kernel {
  /** Trains cells of few weights: registers hold the partial sums over samples. */
  TRAIN_HELD("trainHeld"),
  /** Trains cells whose partial sums over samples lie in the GPU's memory. */
  TRAIN_SUMS_APART("trainSumsApart"),
  /** Trains cells that are too large for shared memory. */
  TRAIN_IN_GLOBAL("trainInGlobal"),
  /** Evaluates one layer. */
  EVALUATE("evaluate");

  /** The name in the source. */
  final String symbol;

  Kernel(String symbol) {
    this.symbol = symbol;
  }
}

package dev.polysweep.engine.cuda;

/** The kernels of {@code src/main/cuda/polysweep.cu}. */
enum Kernel {
  /** Trains cells whose weights, batch and partial sums fit into a block's shared memory. */
  TRAIN_IN_SHARED("trainInShared"),
  /** Trains cells whose partial sums of gradients alone lie in the GPU's memory. */
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

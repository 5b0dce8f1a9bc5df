package dev.polysweep.engine.net;

/**
 * The way in which a layer's weights are tied to those of an earlier layer, whose transpose they
 * are.
 */
public enum Tie {
  /** The layer is not tied; it has its own weights. */
  NONE,
  /**
   * Both layers use one parameter with one optimiser state; the gradients of both uses are added.
   */
  TRANSPOSED,
  /**
   * The optimiser sees two parameters that share their storage: the gradient of each use updates an
   * optimiser state of its own, and both updates are applied to the shared weights.
   */
  SHARED_STORAGE
}

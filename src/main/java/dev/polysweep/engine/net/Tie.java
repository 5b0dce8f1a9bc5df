package dev.polysweep.engine.net;

/** How a layer's weights belong to an earlier layer's, whose transpose they are. */
public enum Tie {
  /** The layer has weights of its own. */
  NONE,
  /** One parameter: the gradients of both uses are added, one optimiser state. */
  TRANSPOSED,
  /**
   * Two optimiser parameters that share one storage: each use's gradient goes through an optimiser
   * state of its own, and both steps are added to the shared weights.
   */
  SHARED_STORAGE
}

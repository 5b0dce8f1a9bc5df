package dev.polysweep.experiment;

/**
 * The norms of parameters that a regulariser may add to the loss. Each experiment defines which
 * parameters are regularised and with which coefficient.
 */
public enum Regularizer {
  L1,
  L2
}

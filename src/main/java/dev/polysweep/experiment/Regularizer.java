package dev.polysweep.experiment;

/** Norms that a regulariser takes of the parameters; an experiment says of which and how. */
public enum Regularizer {
  L1,
  L2
}

package dev.polysweep.engine.net;

/** How many values become one. */
public enum Reduction {
  MEAN,
  SUM
}

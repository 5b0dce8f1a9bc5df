package dev.polysweep.engine;

/** How many values become one. */
public enum Reduction {
  MEAN,
  SUM
}

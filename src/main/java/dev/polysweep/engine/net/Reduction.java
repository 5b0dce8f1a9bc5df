package dev.polysweep.engine.net;

/** The way in which several values are reduced to one. */
public enum Reduction {
  MEAN,
  SUM
}

package dev.polysweep.engine.simd.net;

/**
 * Data that several models need and that change at every step, such as random draws; they are
 * computed once for all of the models.
 */
abstract class PerStep {

  private int step = -1;
  private int users;
  private long nanos;

  /** Registers one more model that uses the data. */
  final void share() {
    users++;
  }

  /** Computes the data of a step, unless they are the current ones. */
  final void at(int wanted) {
    if (step != wanted) {
      long start = System.nanoTime();
      fill(wanted);
      nanos += System.nanoTime() - start;
      step = wanted;
    }
  }

  /** Overwrites the data with those of a step. */
  abstract void fill(int wanted);

  /** The share of one user of the time spent in {@link #fill} so far, in nanoseconds. */
  final long nanosPerUser() {
    return users == 0 ? 0 : nanos / users;
  }
}

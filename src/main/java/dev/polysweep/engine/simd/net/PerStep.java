package dev.polysweep.engine.simd.net;

/** Something that several models need anew at every step and that is made once for all of them. */
abstract class PerStep {

  private int step = -1;
  private int users;
  private long nanos;

  /** Registers a user. */
  final void share() {
    users++;
  }

  /** Makes it for a step, unless it is made already. */
  final void at(int wanted) {
    if (step != wanted) {
      long start = System.nanoTime();
      fill(wanted);
      nanos += System.nanoTime() - start;
      step = wanted;
    }
  }

  abstract void fill(int wanted);

  /** One user's share of the time spent on it so far. */
  final long nanosPerUser() {
    return users == 0 ? 0 : nanos / users;
  }
}

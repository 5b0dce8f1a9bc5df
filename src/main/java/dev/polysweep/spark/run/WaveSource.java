package dev.polysweep.spark.run;

import java.util.List;

/** Deals out the waves of a run, and hears how long each took, so that it can size the next. */
public interface WaveSource {

  /** Packs of the next wave, each the numbers of its cells in the sweep; empty after the last. */
  List<long[]> next();

  /**
   * A wave was committed.
   *
   * @param seconds from its start to the end of its commit
   * @param commitSeconds of them, the commit
   */
  void committed(double seconds, double commitSeconds);
}

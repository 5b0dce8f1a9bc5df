package dev.polysweep.spark.run;

import java.util.List;

/**
 * Supplies the waves of a run one after another, and is told how long each took, so that it can
 * size the next.
 */
public interface WaveSource {

  /**
   * The packs of the next wave, each as the numbers of its cells in the sweep; an empty list after
   * the last wave.
   */
  List<long[]> next();

  /**
   * Is called when a wave has been committed.
   *
   * @param seconds time from the start of the wave to the end of its commit
   * @param commitSeconds the part of that time that the commit took
   */
  void committed(double seconds, double commitSeconds);
}

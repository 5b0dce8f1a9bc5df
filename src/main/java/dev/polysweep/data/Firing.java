package dev.polysweep.data;

import dev.polysweep.math.RandomStream;

/** Which ground-truth features of a dictionary are active together. */
public interface Firing {

  /** Number of features. */
  int features();

  /**
   * Draws the active features of a sample.
   *
   * @param active {@code [features]}, overwritten from 0 on with active features, ascending
   * @return how many are active
   */
  int draw(RandomStream random, int[] active);
}

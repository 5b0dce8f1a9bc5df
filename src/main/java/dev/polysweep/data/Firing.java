package dev.polysweep.data;

import dev.polysweep.math.RandomStream;

/** A distribution over the set of ground-truth features that are active in a sample. */
public interface Firing {

  /** The number of ground-truth features. */
  int features();

  /**
   * Draws the active features of one sample.
   *
   * @param random the sample's own sequence of random numbers
   * @param active {@code [features]}; its first entries are overwritten with the indices of the
   *     active features in ascending order
   * @return the number of active features
   */
  int draw(RandomStream random, int[] active);
}

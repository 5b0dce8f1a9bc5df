package dev.polysweep.table;

import java.io.Serializable;

/**
 * The overlaps of the directions of one label, over all its seeds.
 *
 * @param typical the cosine matrix of the typical seed: the one with the median mean |cos|
 * @param counts number of pairs of directions by |cos|, {@code [bins]}, the bins of equal width
 *     from 0 to 1, over all seeds
 * @param mean mean |cos| over all pairs and seeds
 * @param dimensions number of dimensions that the directions lie in; 0 if it is not known
 */
public record Overlap(ArrayRow typical, long[] counts, double mean, int dimensions)
    implements Serializable {

  /** Number of bins. */
  public static final int BINS = 40;

  /** The label. */
  public String label() {
    return typical.label();
  }
}

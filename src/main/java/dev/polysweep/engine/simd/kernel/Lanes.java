package dev.polysweep.engine.simd.kernel;

import dev.polysweep.math.PartialSums;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector shape of this machine and the sixteen partial sums of every reduction.
 *
 * <p>Samples lie in vector lanes: a batch is stored feature-major, {@code [features, stride]},
 * where {@link #stride} is at least the number of samples and the entries beyond the samples are
 * padding. Sums over samples are those of {@link PartialSums}, whatever the length of the machine's
 * vectors.
 */
public final class Lanes {

  /** The preferred vector shape of this machine, with 4, 8 or 16 lanes. */
  public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** The number of lanes of a vector of this machine. */
  public static final int WIDTH = SPECIES.length();

  /** The number of partial sums of every reduction. */
  public static final int COUNT = PartialSums.COUNT;

  /** The samples that {@link Products} takes at a time; strides are a multiple of this number. */
  static final int STRIP = WIDTH == COUNT ? 4 * WIDTH : COUNT;

  /** The ways of a first-level cache, at least, and the floats from which on its sets recur. */
  private static final int WAYS = 8;

  private static final int RECURRENCE = 4096 / Float.BYTES;

  private Lanes() {}

  /**
   * The distance between the rows of a feature-major batch: the number of samples as {@link
   * PartialSums#stride} rounds it up, and one {@link #STRIP} more where so many rows at that
   * distance would compete for the same sets of the first-level cache. A product of 200 rows of 1
   * 024 samples takes up to 1.7 times as long without it.
   *
   * @param samples number of samples
   * @param rows number of rows of the batch's largest array
   */
  public static int stride(int samples, int rows) {
    int stride = PartialSums.stride(samples);
    int sets = RECURRENCE / Math.min(RECURRENCE, Integer.lowestOneBit(stride));
    boolean even = stride / STRIP % 2 == 0;
    return even && rows > WAYS * sets ? stride + STRIP : stride;
  }

  /** The length rounded up to a multiple of {@link #COUNT}. */
  public static int padded(int length) {
    return PartialSums.padded(length);
  }

  /** The sum of {@code a[from .. from + 15]} in the order of {@link PartialSums#fold}. */
  public static float fold(float[] a, int from) {
    return PartialSums.fold(a, from);
  }
}

package dev.polysweep.engine.simd.kernel;

import dev.polysweep.math.PartialSums;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector shape of this machine and the sixteen partial sums of every reduction.
 *
 * <p>Samples lie in vector lanes: a batch is stored feature-major, {@code [features, stride]},
 * where {@link #stride} is the number of samples rounded up and the entries beyond the samples are
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

  /** Batches are padded to a multiple of this number, four vectors of the widest shape. */
  static final int PAD = PartialSums.PAD;

  private Lanes() {}

  /** The number of samples rounded up to a multiple of {@link #PAD}. */
  public static int stride(int samples) {
    return PartialSums.stride(samples);
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

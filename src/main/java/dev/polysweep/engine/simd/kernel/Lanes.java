package dev.polysweep.engine.simd.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector shape of this machine and the sixteen partial sums of every reduction.
 *
 * <p>Samples lie in vector lanes: a batch is stored feature-major, {@code [features, stride]},
 * where {@link #stride} is the number of samples rounded up and the entries beyond the samples are
 * padding. A sum over samples keeps {@link #COUNT} partial sums, of which number s mod 16 adds
 * sample s, whatever the length of the machine's vectors, and {@link #fold} adds the partial sums
 * in one fixed order. Therefore a sum has the same bits on every machine.
 */
public final class Lanes {

  /** The preferred vector shape of this machine, with 4, 8 or 16 lanes. */
  public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** The number of lanes of a vector of this machine. */
  public static final int WIDTH = SPECIES.length();

  /** The number of partial sums of every reduction. */
  public static final int COUNT = 16;

  /**
   * Batches are padded to a multiple of this number of samples, which is four vectors of the widest
   * shape.
   */
  static final int PAD = 64;

  private Lanes() {}

  /** The number of samples rounded up to a multiple of {@link #PAD}. */
  public static int stride(int samples) {
    return (samples + PAD - 1) / PAD * PAD;
  }

  /** The length rounded up to a multiple of {@link #COUNT}. */
  public static int padded(int length) {
    return (length + COUNT - 1) / COUNT * COUNT;
  }

  /**
   * The sum of {@code a[from .. from + 15]} in a fixed order: the upper half of the entries is
   * added to the lower half, four times.
   */
  public static float fold(float[] a, int from) {
    float s0 = (a[from] + a[from + 8]) + (a[from + 4] + a[from + 12]);
    float s1 = (a[from + 1] + a[from + 9]) + (a[from + 5] + a[from + 13]);
    float s2 = (a[from + 2] + a[from + 10]) + (a[from + 6] + a[from + 14]);
    float s3 = (a[from + 3] + a[from + 11]) + (a[from + 7] + a[from + 15]);
    return (s0 + s2) + (s1 + s3);
  }
}

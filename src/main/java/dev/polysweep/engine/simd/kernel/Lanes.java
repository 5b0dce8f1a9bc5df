package dev.polysweep.engine.simd.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector shape of this machine and the sixteen lanes of every sum.
 *
 * <p>Samples lie in lanes: a batch is feature-major, {@code [features, stride]}, where {@link
 * #stride} rounds the number of samples up and the entries beyond the batch are padding. A sum over
 * samples keeps {@link #COUNT} partial sums, sample s in lane s mod 16, whatever the vector's real
 * width, and {@link #fold} adds those in one fixed order. Hence the same bits on every machine.
 */
public final class Lanes {

  /** The machine's preferred shape: 4, 8 or 16 lanes. */
  public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Lanes of a hardware vector. */
  public static final int WIDTH = SPECIES.length();

  /** Partial sums of every reduction. */
  public static final int COUNT = 16;

  /** Batches are padded to a multiple of this: four vectors of the widest shape. */
  static final int PAD = 64;

  private Lanes() {}

  /** Samples rounded up to a multiple of {@link #PAD}. */
  public static int stride(int samples) {
    return (samples + PAD - 1) / PAD * PAD;
  }

  /** Length rounded up to whole {@link #COUNT}s. */
  public static int padded(int length) {
    return (length + COUNT - 1) / COUNT * COUNT;
  }

  /** The sum of {@code a[from .. from + 15]}: halves added to halves, four times. */
  public static float fold(float[] a, int from) {
    float s0 = (a[from] + a[from + 8]) + (a[from + 4] + a[from + 12]);
    float s1 = (a[from + 1] + a[from + 9]) + (a[from + 5] + a[from + 13]);
    float s2 = (a[from + 2] + a[from + 10]) + (a[from + 6] + a[from + 14]);
    float s3 = (a[from + 3] + a[from + 11]) + (a[from + 7] + a[from + 15]);
    return (s0 + s2) + (s1 + s3);
  }
}

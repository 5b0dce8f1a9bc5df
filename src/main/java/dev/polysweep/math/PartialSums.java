package dev.polysweep.math;

/**
 * The sixteen partial sums of every sum over samples or over parameters. Number s mod 16 of them
 * adds the terms of index s, in ascending order of s and beginning with 0; then {@link #fold} adds
 * the partial sums in one fixed order. A machine may therefore add as many terms at a time as its
 * vectors or threads allow, and the sum has the same bits everywhere.
 */
public final class PartialSums {

  /** The number of partial sums of every sum. */
  public static final int COUNT = 16;

  /** Batches are padded to a multiple of this number of samples. */
  public static final int PAD = 64;

  private PartialSums() {}

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

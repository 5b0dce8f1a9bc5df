package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.ActiveLatents;
import dev.polysweep.engine.sae.SaeSelection;

/** Keeps the largest activations of a whole batch, as {@link SaeSelection#keptOfBatch} asks. */
final class BatchSelection {

  private static final int HALF = 1 << 16;

  private BatchSelection() {}

  /**
   * Removes all but the largest entries. Among equal ones, the first take precedence.
   *
   * @param strips the entries, all with positive activations; changed in place
   * @param rows number of rows in each strip
   * @param wanted number of entries to keep; all are kept if there are fewer
   * @return the smallest activation that was kept, or 0 if there was no entry
   */
  static float keepLargest(ActiveLatents[] strips, int[] rows, long wanted) {
    long total = 0;
    for (int s = 0; s < rows.length; s++) {
      total += strips[s].start[rows[s]];
    }
    if (total == 0) {
      return 0;
    }
    long rank = Math.min(wanted, total);
    // Positive floats are ordered as their bits are, so the rank is found by two histograms: first
    // of the upper 16 bits, then of the lower 16.
    long[] upper = new long[HALF];
    count(strips, rows, -1, upper);
    int high = HALF - 1;
    for (; upper[high] < rank; high--) {
      rank -= upper[high];
    }
    long[] lower = new long[HALF];
    count(strips, rows, high, lower);
    int low = HALF - 1;
    for (; lower[low] < rank; low--) {
      rank -= lower[low];
    }
    float least = Float.intBitsToFloat(high << 16 | low);
    keep(strips, rows, least, rank);
    return least;
  }

  private static void count(ActiveLatents[] strips, int[] rows, int high, long[] counts) {
    for (int s = 0; s < rows.length; s++) {
      float[] act = strips[s].act;
      int end = strips[s].start[rows[s]];
      for (int j = 0; j < end; j++) {
        int bits = Float.floatToRawIntBits(act[j]);
        if (high < 0) {
          counts[bits >>> 16]++;
        } else if (bits >>> 16 == high) {
          counts[bits & 0xFFFF]++;
        }
      }
    }
  }

  private static void keep(ActiveLatents[] strips, int[] rows, float least, long equal) {
    long left = equal;
    for (int s = 0; s < rows.length; s++) {
      ActiveLatents entries = strips[s];
      int n = 0;
      int from = 0;
      for (int r = 0; r < rows[s]; r++) {
        int end = entries.start[r + 1];
        for (int j = from; j < end; j++) {
          float value = entries.act[j];
          if (value > least || value == least && left-- > 0) {
            entries.latent[n] = entries.latent[j];
            entries.act[n] = value;
            n++;
          }
        }
        from = end;
        entries.start[r + 1] = n;
      }
    }
  }
}

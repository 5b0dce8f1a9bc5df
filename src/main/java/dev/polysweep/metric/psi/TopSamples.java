package dev.polysweep.metric.psi;

/**
 * Finds the samples on which a latent is most active. Only samples with a positive activation
 * count, and of equal activations the earlier sample comes first. An instance holds scratch memory
 * and must be used by one thread only.
 */
final class TopSamples {

  private final long[] keys;
  private int active;

  TopSamples(int samples) {
    keys = new long[samples];
  }

  /**
   * Takes in the activations of a latent, {@code [samples]}, and returns the number of samples on
   * which it is active.
   */
  int look(float[] latent) {
    active = 0;
    for (int s = 0; s < latent.length; s++) {
      if (latent[s] > 0) {
        // Positive floats have the order of their bits; ~s ranks the earlier of two equal samples
        // higher.
        keys[active++] = (long) Float.floatToRawIntBits(latent[s]) << 32 | ~s & 0xFFFFFFFFL;
      }
    }
    return active;
  }

  /**
   * Finds the most active samples of the latent that was last passed to {@link #look}. They are not
   * sorted, but their order is a function of the activations alone.
   *
   * @param most largest number of samples to find
   * @param into overwritten from 0 on with the samples' indices
   * @return the number of samples found: {@code most}, or fewer if the latent is active on fewer
   */
  int top(int most, int[] into) {
    int n = Math.min(most, active);
    if (active > most) {
      select(active - most);
    }
    for (int i = 0; i < n; i++) {
      into[i] = (int) ~keys[active - n + i];
    }
    return n;
  }

  /** Moves the smallest {@code k} keys before the others by quickselect (Hoare 1961). */
  private void select(int k) {
    int low = 0;
    int high = active - 1;
    while (low < high) {
      long pivot = keys[low + high >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (keys[i] < pivot) {
          i++;
        }
        while (keys[j] > pivot) {
          j--;
        }
        if (i <= j) {
          long swap = keys[i];
          keys[i++] = keys[j];
          keys[j--] = swap;
        }
      }
      if (k <= j) {
        high = j;
      } else if (k >= i) {
        low = i;
      } else {
        return;
      }
    }
  }
}

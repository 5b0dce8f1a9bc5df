package dev.polysweep.metric.psi;

/**
 * The samples on which a latent is most active, among those on which it is active at all; of equal
 * ones the earlier. Holds scratch space: one instance a thread.
 */
final class TopSamples {

  private final long[] keys;
  private int active;

  TopSamples(int samples) {
    keys = new long[samples];
  }

  /** Looks at a latent; returns on how many samples it is active. */
  int look(float[] latent) {
    active = 0;
    for (int s = 0; s < latent.length; s++) {
      if (latent[s] > 0) {
        // Positive floats compare as their bits do.
        keys[active++] = (long) Float.floatToRawIntBits(latent[s]) << 32 | ~s & 0xFFFFFFFFL;
      }
    }
    return active;
  }

  /**
   * The most active samples of the latent looked at last, in no particular order that depends on
   * anything but the activations.
   *
   * @param into overwritten from 0 on
   * @return how many there are: {@code most}, or fewer if the latent is active on fewer
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

  /** Quickselect (Hoare 1961): the smallest {@code k} keys before the others. */
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

package dev.polysweep.engine.simd.sae;

import static dev.polysweep.engine.simd.kernel.Lanes.SPECIES;
import static dev.polysweep.engine.simd.kernel.Lanes.WIDTH;

import dev.polysweep.engine.sae.ActiveLatents;
import dev.polysweep.engine.sae.SaeSelection;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Selects the active latents of a sample: by a vector kernel if there is one for the rule,
 * otherwise by the rule's own loop. The results equal those of {@link SaeSelection#select}. An
 * instance has scratch memory and must be used by one thread only.
 */
final class SelectionKernels {

  private final float[] maxima = new float[SaeTile.PANEL];
  private float[] copy = new float[0];

  /**
   * Appends the active latents of a row.
   *
   * @param z pre-activations from z0 on, padded to whole panels with zeros
   * @param theta thresholds {@code [d_sae]}, or null
   * @param size number of entries before the call
   * @return number of entries after the call
   */
  int select(
      SaeSelection rule, float[] z, int z0, int dSae, float[] theta, ActiveLatents out, int size) {
    if (rule instanceof SaeSelection.Above above) {
      return above(z, z0, dSae, above.bound(), out, size);
    }
    if (rule instanceof SaeSelection.Largest largest) {
      return largest(z, z0, dSae, largest.k(), out, size);
    }
    if (rule instanceof SaeSelection.LargestOfBatch) {
      return above(z, z0, dSae, 0, out, size);
    }
    return rule.select(z, z0, dSae, theta, out, size);
  }

  /**
   * Appends the entries of a row that exceed a bound.
   *
   * @param z pre-activations from z0 on, padded to whole panels
   * @param dSae number of latents; values beyond them are ignored
   * @param size number of entries before the call
   * @return number of entries after the call
   */
  int above(float[] z, int z0, int dSae, float bound, ActiveLatents out, int size) {
    out.reserve(size + dSae + WIDTH);
    int[] latent = out.latent;
    float[] act = out.act;
    int n = size;
    for (int f = 0; f < dSae; f += WIDTH) {
      if (FloatVector.fromArray(SPECIES, z, z0 + f).compare(VectorOperators.GT, bound).anyTrue()) {
        int end = Math.min(dSae, f + WIDTH);
        for (int g = f; g < end; g++) {
          float value = z[z0 + g];
          latent[n] = g;
          act[n] = value;
          n += value > bound ? 1 : 0;
        }
      }
    }
    return n;
  }

  /**
   * Appends the k largest positive entries of a row. Among equal ones, the first take precedence.
   */
  int largest(float[] z, int z0, int dSae, int k, ActiveLatents out, int size) {
    // At least k entries are not below this bound; it is 0 where that cannot be guaranteed.
    float bound = k <= SaeTile.PANEL ? lowerBound(z, z0, dSae, k) : 0;
    int end = above(z, z0, dSae, Math.max(0, Math.nextDown(bound)), out, size);
    return keepLargest(out, size, end, k);
  }

  /**
   * A lower bound of the k-th largest entry. Entries are divided into 64 groups by their index
   * modulo 64; the bound is the k-th largest of the groups' maxima.
   */
  private float lowerBound(float[] z, int z0, int dSae, int k) {
    for (int c = 0; c < SaeTile.PANEL; c += WIDTH) {
      FloatVector most = FloatVector.zero(SPECIES);
      for (int f = c; f < dSae; f += SaeTile.PANEL) {
        most = most.max(FloatVector.fromArray(SPECIES, z, z0 + f));
      }
      most.intoArray(maxima, c);
    }
    Arrays.sort(maxima);
    return maxima[SaeTile.PANEL - k];
  }

  /**
   * Keeps the k largest of the entries {@code from} (inclusive) to {@code end} (exclusive), in
   * their order.
   */
  int keepLargest(ActiveLatents out, int from, int end, int k) {
    if (end - from <= k) {
      return end;
    }
    if (copy.length < end - from) {
      copy = new float[2 * (end - from)];
    }
    System.arraycopy(out.act, from, copy, 0, end - from);
    float least = kthLargest(copy, end - from, k);
    int greater = 0;
    for (int j = from; j < end; j++) {
      greater += out.act[j] > least ? 1 : 0;
    }
    return keep(out, from, end, least, k - greater);
  }

  /** Keeps the entries above {@code least}, and the first {@code equal} of those that equal it. */
  private static int keep(ActiveLatents out, int from, int end, float least, int equal) {
    int left = equal;
    int n = from;
    for (int j = from; j < end; j++) {
      float value = out.act[j];
      if (value > least || value == least && left-- > 0) {
        out.latent[n] = out.latent[j];
        out.act[n] = value;
        n++;
      }
    }
    return n;
  }

  /**
   * Finds the k-th largest of the first n elements by Hoare's selection (1961). It reorders them.
   */
  static float kthLargest(float[] a, int n, int k) {
    int low = 0;
    int high = n - 1;
    int wanted = k - 1;
    while (low < high) {
      float pivot = a[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (a[i] > pivot) {
          i++;
        }
        while (a[j] < pivot) {
          j--;
        }
        if (i <= j) {
          float swap = a[i];
          a[i++] = a[j];
          a[j--] = swap;
        }
      }
      if (wanted <= j) {
        high = j;
      } else if (wanted >= i) {
        low = i;
      } else {
        break;
      }
    }
    return a[wanted];
  }
}

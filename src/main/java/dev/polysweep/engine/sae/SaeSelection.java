package dev.polysweep.engine.sae;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A rule that selects the active latents of a sample by their pre-activations. {@link #select} is
 * the specification, in plain loops; an engine may have a faster kernel for the rules that are
 * nested here, with the same result. An architecture may define a rule of its own.
 */
public interface SaeSelection extends Serializable {

  /**
   * Appends the active latents of one sample, in ascending order.
   *
   * @param z pre-activations; the sample's are z[from] … z[from + dSae − 1]
   * @param theta thresholds {@code [d_sae]}, or null if the architecture learns none; of a gated
   *     one the scales and then the shifts of magnitudes, {@code [2, d_sae]}
   * @param out receives the latent and the activation of each entry, and in {@code gate} the value
   *     that the architecture's gradient needs of the entry
   * @param size number of entries before the call
   * @return number of entries after the call
   */
  int select(float[] z, int from, int dSae, float[] theta, ActiveLatents out, int size);

  /**
   * The number of selected entries that are kept of a whole batch. The largest ones are kept; among
   * equal ones, those of earlier samples take precedence, and within a sample those of lower
   * latents.
   *
   * @param rows number of samples in the batch
   */
  default long keptOfBatch(int rows) {
    return Long.MAX_VALUE;
  }

  /**
   * Every latent whose pre-activation exceeds a bound is active: a = z where z &gt; bound.
   *
   * @param bound at least 0
   */
  record Above(float bound) implements SaeSelection {

    /** ReLU: a = max(z, 0). */
    public static final Above ZERO = new Above(0);

    @Override
    public int select(float[] z, int from, int dSae, float[] theta, ActiveLatents out, int size) {
      out.reserve(size + dSae);
      int n = size;
      for (int f = 0; f < dSae; f++) {
        if (z[from + f] > bound) {
          out.latent[n] = f;
          out.act[n++] = z[from + f];
        }
      }
      return n;
    }
  }

  /**
   * The k largest positive pre-activations of the sample are active; among equal ones, those of
   * lower latents take precedence.
   *
   * @param k at least 1
   */
  record Largest(int k) implements SaeSelection {

    @Override
    public int select(float[] z, int from, int dSae, float[] theta, ActiveLatents out, int size) {
      int end = Above.ZERO.select(z, from, dSae, theta, out, size);
      if (end - size <= k) {
        return end;
      }
      float[] sorted = Arrays.copyOfRange(out.act, size, end);
      Arrays.sort(sorted);
      float least = sorted[sorted.length - k];
      int equal = k;
      for (float value : sorted) {
        equal -= value > least ? 1 : 0;
      }
      int n = size;
      for (int j = size; j < end; j++) {
        if (out.act[j] > least || out.act[j] == least && equal-- > 0) {
          out.latent[n] = out.latent[j];
          out.act[n++] = out.act[j];
        }
      }
      return n;
    }
  }

  /**
   * The n·k largest positive pre-activations of a batch of n samples are active.
   *
   * @param k mean number of active latents per sample, above 0; n·k is rounded down
   */
  record LargestOfBatch(double k) implements SaeSelection {

    @Override
    public int select(float[] z, int from, int dSae, float[] theta, ActiveLatents out, int size) {
      return Above.ZERO.select(z, from, dSae, theta, out, size);
    }

    @Override
    public long keptOfBatch(int rows) {
      return (long) (rows * k);
    }
  }

  /**
   * Every latent whose pre-activation exceeds its threshold is active: a = z where z &gt; θ_f.
   * Latents whose pre-activation lies less than a margin below θ_f are entries too, with activation
   * 0, since the gradient of the threshold needs them; {@code gate} holds z.
   *
   * @param margin at least 0
   */
  record AboveThreshold(float margin) implements SaeSelection {

    @Override
    public int select(float[] z, int from, int dSae, float[] theta, ActiveLatents out, int size) {
      out.reserve(size + dSae + 1);
      int n = size;
      for (int f = 0; f < dSae; f++) {
        float value = z[from + f];
        out.latent[n] = f;
        out.act[n] = value > theta[f] ? value : 0;
        out.gate[n] = value;
        n += value > theta[f] - margin ? 1 : 0;
      }
      return n;
    }
  }
}

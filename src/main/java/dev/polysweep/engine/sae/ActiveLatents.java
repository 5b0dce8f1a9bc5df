package dev.polysweep.engine.sae;

import java.util.Arrays;

/**
 * The active latents of some samples in a training step, sample by sample: the entries of sample r
 * are those from {@code start[r]} to {@code start[r + 1]}, latents ascending. The arrays are open,
 * since selections and gradients are loops over them; they grow as needed and are used again from
 * step to step.
 */
public final class ActiveLatents {

  /**
   * Index of each sample's first entry; the last element is the number of entries: {@code [samples
   * + 1]}.
   */
  public final int[] start;

  /** Latent of each entry, {@code [entries]}. */
  public int[] latent = new int[0];

  /** Activation of each entry, {@code [entries]}. */
  public float[] act = new float[0];

  /** Gradient of each entry: first of its activation, then of its pre-activation. */
  public float[] grad = new float[0];

  /** For learned thresholds: first each entry's pre-activation, then the threshold's gradient. */
  public float[] gate = new float[0];

  /** For gates that reconstruct: the gradient that this gives to each entry's pre-activation. */
  public float[] byGate = new float[0];

  /** Makes room for a number of samples; there are no entries yet. */
  public ActiveLatents(int samples) {
    start = new int[samples + 1];
  }

  /** Makes room for at least this number of entries and keeps the existing ones. */
  public void reserve(int entries) {
    if (latent.length < entries) {
      int room = Math.max(entries, 2 * latent.length);
      latent = Arrays.copyOf(latent, room);
      act = Arrays.copyOf(act, room);
      grad = Arrays.copyOf(grad, room);
      gate = Arrays.copyOf(gate, room);
      byGate = Arrays.copyOf(byGate, room);
    }
  }
}

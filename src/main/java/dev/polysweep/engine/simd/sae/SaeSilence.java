package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.ActiveLatents;
import java.util.List;
import java.util.stream.IntStream;

/** Which latents fire, how often, and since when they have not. */
final class SaeSilence {

  private static final double NEWEST = 0.01;

  private final int window;
  private final long[] fired;
  private boolean heard;

  /** Number of steps since each latent was last active, {@code [d_sae]}. */
  final int[] steps;

  /**
   * Share of samples on which each latent is active, {@code [d_sae]}: a running mean with the
   * weight 0.01 of the newest batch, which the first batch starts.
   */
  final double[] frequency;

  /**
   * @param window number of silent steps after which a latent is dead
   */
  SaeSilence(int dSae, int window) {
    this.window = window;
    fired = new long[dSae];
    steps = new int[dSae];
    frequency = new double[dSae];
  }

  /** The dead latents, ascending. */
  int[] dead() {
    return IntStream.range(0, steps.length).filter(f -> steps[f] >= window).toArray();
  }

  /**
   * Takes in a step and returns the number of latents that are dead after it.
   *
   * @param entries the step's entries, one array of strips for each round that counts
   */
  int listen(List<ActiveLatents[]> entries, int rows) {
    java.util.Arrays.fill(fired, 0);
    int[] sizes = SaeEncoder.sizes(rows);
    for (ActiveLatents[] strips : entries) {
      for (int s = 0; s < sizes.length; s++) {
        ActiveLatents strip = strips[s];
        int end = strip.start[sizes[s]];
        for (int j = 0; j < end; j++) {
          fired[strip.latent[j]] += strip.act[j] > 0 ? 1 : 0;
        }
      }
    }
    boolean started = heard || java.util.Arrays.stream(frequency).anyMatch(v -> v > 0);
    heard = true;
    int dead = 0;
    for (int f = 0; f < steps.length; f++) {
      double share = (double) fired[f] / rows;
      frequency[f] = started ? frequency[f] + NEWEST * (share - frequency[f]) : share;
      steps[f] = fired[f] > 0 ? 0 : steps[f] + 1;
      dead += steps[f] >= window ? 1 : 0;
    }
    return dead;
  }
}

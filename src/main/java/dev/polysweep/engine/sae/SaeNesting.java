package dev.polysweep.engine.sae;

/**
 * Dictionaries inside one another (Bussmann et al. 2025): level l reconstructs the input with the
 * latents of the levels up to l alone, and the squared errors of all levels are added, each with
 * its weight.
 *
 * @param level level of each latent, from 0 for the innermost, {@code [d_sae]}
 * @param weight weight of each level's squared error, {@code [levels]}; the last level is the whole
 *     dictionary
 * @param detached whether an inner level's error trains only the level's own latents, as if the
 *     levels below were constants
 * @param auxByLevel whether the auxiliary loss of {@link AuxK} is computed for each level, of its
 *     own dead latents and of the error that is left up to it
 */
public record SaeNesting(int[] level, double[] weight, boolean detached, boolean auxByLevel) {

  /** The number of levels. */
  public int levels() {
    return weight.length;
  }

  /**
   * The levels of latents of which the first ones, in some order, are the innermost.
   *
   * @param widths numbers of latents up to each level, ascending, without the whole dictionary
   * @param order the latents, the innermost first; null for their own order
   */
  public static int[] levels(int[] widths, int dSae, int[] order) {
    int[] level = new int[dSae];
    int l = 0;
    for (int at = 0; at < dSae; at++) {
      while (l < widths.length && at >= widths[l]) {
        l++;
      }
      level[order == null ? at : order[at]] = l;
    }
    return level;
  }
}

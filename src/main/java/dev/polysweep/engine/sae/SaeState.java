package dev.polysweep.engine.sae;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Everything that a session goes on from, as plain numbers: so that training can be interrupted, or
 * spread by averaging the states of replicas. In units of the scaled inputs.
 *
 * @param parameters not folded; thresholds as their logarithms, which are what is trained
 * @param firstMoments Adam's first moments
 * @param secondMoments Adam's second moments
 * @param taken {@code [d_sae + 1]} steps that Adam's bias correction counts, by latent, and last of
 *     b_dec
 * @param silentSteps {@code [d_sae]} steps since each latent was last active
 * @param steps steps taken
 * @param runningThreshold BatchTopK's; NaN before the first step and for others
 */
public record SaeState(
    SaeParameters parameters,
    SaeParameters firstMoments,
    SaeParameters secondMoments,
    int[] taken,
    int[] silentSteps,
    int steps,
    double runningThreshold)
    implements Serializable {

  /**
   * The mean of replicas that took equally many steps from one state: parameters, moments and
   * running thresholds averaged in the order given; a latent is silent only as long as in every
   * replica; of Adam's counts the smallest.
   *
   * @throws IllegalArgumentException if there are none, or shapes or steps differ
   */
  public static SaeState mean(List<SaeState> replicas) {
    if (replicas.isEmpty()) {
      throw new IllegalArgumentException("no replicas to average");
    }
    SaeState first = replicas.get(0);
    int[] taken = first.taken.clone();
    int[] silent = first.silentSteps.clone();
    double threshold = 0;
    for (SaeState replica : replicas) {
      if (replica.steps != first.steps || replica.taken.length != taken.length) {
        throw new IllegalArgumentException("replicas differ in size or in steps taken");
      }
      Arrays.setAll(taken, i -> Math.min(taken[i], replica.taken[i]));
      Arrays.setAll(silent, i -> Math.min(silent[i], replica.silentSteps[i]));
      threshold += replica.runningThreshold;
    }
    return new SaeState(
        SaeMean.of(replicas.stream().map(SaeState::parameters).toList()),
        SaeMean.of(replicas.stream().map(SaeState::firstMoments).toList()),
        SaeMean.of(replicas.stream().map(SaeState::secondMoments).toList()),
        taken,
        silent,
        first.steps,
        threshold / replicas.size());
  }
}

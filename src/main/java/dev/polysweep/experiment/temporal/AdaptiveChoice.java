package dev.polysweep.experiment.temporal;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses among the kinds of intervention by their effects so far in the cell. Once each kind has
 * been tried, it takes the one with the largest upper confidence bound, mean effectiveness +
 * 0.5·√(ln N / n_kind) (UCB1, Auer, Cesa-Bianchi and Fischer 2002), where N is the number of all
 * interventions; among equal bounds, the first kind is taken. The mean is over the tries with a
 * defined effectiveness and 0 if there is none.
 */
final class AdaptiveChoice {

  private static final double EXPLORATION = 0.5;

  private final Map<InterventionKind, Arm> arms = new EnumMap<>(InterventionKind.class);

  private static final class Arm {
    int tries;
    int defined;
    double sum;

    double bound(int all) {
      double mean = defined == 0 ? 0 : sum / defined;
      return mean + EXPLORATION * StrictMath.sqrt(StrictMath.log(all) / tries);
    }
  }

  /**
   * @param called the kind that the rule calls for; it is taken if it has not been tried yet,
   *     otherwise the first untried kind is, if there is one
   */
  InterventionKind choose(InterventionKind called) {
    if (!arms.containsKey(called)) {
      return called;
    }
    int all = arms.values().stream().mapToInt(arm -> arm.tries).sum();
    InterventionKind best = null;
    for (InterventionKind kind : List.of(InterventionKind.values())) {
      if (!arms.containsKey(kind)) {
        return kind;
      }
      if (best == null || arms.get(kind).bound(all) > arms.get(best).bound(all)) {
        best = kind;
      }
    }
    return best;
  }

  /** Records the effectiveness of an intervention; NaN if it is undefined. */
  void learn(InterventionKind kind, double effectiveness) {
    Arm arm = arms.computeIfAbsent(kind, k -> new Arm());
    arm.tries++;
    if (!Double.isNaN(effectiveness)) {
      arm.defined++;
      arm.sum += effectiveness;
    }
  }
}

package dev.polysweep.metric.geometry;

/**
 * The way in which a toy model with one hidden dimension represents the second of two features (the
 * phase diagram of Elhage et al. 2022). Each feature is active with probability s and then uniform
 * on [0, 1); the first feature has importance 1, the second importance r.
 */
public enum SuperpositionPhase {
  /** The hidden dimension represents the first feature alone; the second is left out. */
  IGNORED,
  /** The hidden dimension represents the second feature alone. */
  DEDICATED,
  /** Both features share the hidden dimension as an antipodal pair. */
  SUPERPOSED;

  /** A norm or an overlap counts as present above this. */
  private static final double PRESENT = 0.5;

  /**
   * The importance-weighted squared error of this arrangement in a model with ReLU and a bias. A
   * feature that is left out costs its importance times its variance s/3 − s²/4. An antipodal pair
   * costs (1 + r)·s²/6: a feature is reconstructed wrongly only if both are active, and the error
   * is then the smaller of two uniform values, whose mean square is ⅙.
   *
   * @param s probability that a feature is active, in [0, 1]
   * @param r importance of the second feature over that of the first
   */
  public double cost(double s, double r) {
    double variance = s / 3 - s * s / 4;
    return switch (this) {
      case IGNORED -> r * variance;
      case DEDICATED -> variance;
      case SUPERPOSED -> (1 + r) * s * s / 6;
    };
  }

  /** The arrangement with the lowest {@link #cost}; of equal ones the first. */
  public static SuperpositionPhase cheapest(double s, double r) {
    SuperpositionPhase best = IGNORED;
    for (SuperpositionPhase phase : values()) {
      best = phase.cost(s, r) < best.cost(s, r) ? phase : best;
    }
    return best;
  }

  /**
   * The margin by which the cheapest arrangement wins: the cost of the second-cheapest over that of
   * the cheapest, minus 1. It is 0 on a boundary between two phases, and infinite or NaN where the
   * cheapest costs nothing, as for s = 0.
   */
  public static double margin(double s, double r) {
    SuperpositionPhase best = cheapest(s, r);
    double next = Double.POSITIVE_INFINITY;
    for (SuperpositionPhase phase : values()) {
      next = phase == best ? next : Math.min(next, phase.cost(s, r));
    }
    return next / best.cost(s, r) - 1;
  }

  /**
   * The feature probability s below which superposition is the cheapest arrangement, for a relative
   * importance r: the s &gt; 0 that solves (1 + r)·s²/6 = min(1, r)·(s/3 − s²/4), which is s =
   * 4m/(3m + 2 + 2r) with m = min(1, r).
   */
  public static double boundary(double r) {
    double m = Math.min(1, r);
    return 4 * m / (3 * m + 2 + 2 * r);
  }

  /**
   * The phase of a trained model, or of several models whose measurements were averaged.
   *
   * @param norm ‖W_2‖ of the second feature; up to 0.5 the feature is ignored
   * @param overlap Σ_{j≠2}(Ŵ_2·W_j)²; above 0.5 the second feature shares its dimension
   */
  public static SuperpositionPhase of(double norm, double overlap) {
    return norm <= PRESENT ? IGNORED : overlap > PRESENT ? SUPERPOSED : DEDICATED;
  }
}

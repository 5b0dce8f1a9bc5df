package dev.polysweep.metric;

/**
 * What a toy model with one hidden dimension does with the second of two features (Elhage et al.
 * 2022, the phase diagram). The features are active with chance s, then uniform on [0, 1); the
 * first has importance 1, the second r.
 */
public enum SuperpositionPhase {
  /** The dimension is the first feature's. */
  IGNORED,
  /** The dimension is the second feature's. */
  DEDICATED,
  /** Both share it as antipodes. */
  SUPERPOSED;

  /** Norms and overlaps above this count. */
  private static final double PRESENT = 0.5;

  /**
   * Cost of this arrangement under ReLU with a bias, as importance-weighted squared error: a
   * feature left out costs its importance times its variance s/3 − s²/4; antipodes cost (1 +
   * r)·s²/6, because a feature is wrong only when both are active, by the smaller of two uniform
   * values, whose mean square is ⅙.
   *
   * @param s chance that a feature is active, in [0, 1]
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

  /** The cheapest arrangement; the first of equal ones. */
  public static SuperpositionPhase cheapest(double s, double r) {
    SuperpositionPhase best = IGNORED;
    for (SuperpositionPhase phase : values()) {
      best = phase.cost(s, r) < best.cost(s, r) ? phase : best;
    }
    return best;
  }

  /**
   * How clear the choice is: cost of the second-cheapest over the cheapest − 1; 0 on a boundary,
   * infinite or NaN where nothing costs anything (s = 0).
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
   * The chance at which superposition begins to pay, for a relative importance: the s &gt; 0 where
   * (1 + r)·s²/6 = min(1, r)·(s/3 − s²/4), so s = 4m/(3m + 2 + 2r) with m = min(1, r).
   */
  public static double boundary(double r) {
    double m = Math.min(1, r);
    return 4 * m / (3 * m + 2 + 2 * r);
  }

  /**
   * The phase of a trained model, or of the means over several.
   *
   * @param norm ‖W_2‖ of the second feature; up to 0.5 it is ignored
   * @param overlap Σ_{j≠2}(Ŵ_2·W_j)²; above 0.5 it shares its dimension
   */
  public static SuperpositionPhase of(double norm, double overlap) {
    return norm <= PRESENT ? IGNORED : overlap > PRESENT ? SUPERPOSED : DEDICATED;
  }
}

package dev.polysweep.data;

/**
 * How the correlation ρ of features within a group goes over training time t in [0, 1], from a base
 * strength r and with a high one of {@value #HIGH}. The temporal experiment's own definitions: the
 * original's data generator was never published.
 */
public enum CorrelationSchedule {
  /** ρ = r. */
  STATIC,
  /** ρ = r + (0.95 − r)·t. */
  INCREASING,
  /** ρ = 0.95 − (0.95 − r)·t. */
  DECREASING,
  /** ρ = 0.95 in the second half of each fifth of the run, else r. */
  PULSE;

  /** The high correlation. */
  public static final double HIGH = 0.95;

  private static final int PULSES = 5;

  /**
   * ρ(t).
   *
   * @param r base strength, in [0, 1]
   * @param t training time: epoch / epochs
   */
  public double at(double r, double t) {
    return switch (this) {
      case STATIC -> r;
      case INCREASING -> r + (HIGH - r) * t;
      case DECREASING -> HIGH - (HIGH - r) * t;
      case PULSE -> {
        double inFifth = PULSES * t - Math.floor(PULSES * t);
        yield inFifth >= 0.5 ? HIGH : r;
      }
    };
  }
}

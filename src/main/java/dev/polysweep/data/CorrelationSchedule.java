package dev.polysweep.data;

/**
 * The course of the correlation ρ between features of one group over training time t in [0, 1],
 * given a base strength r and the high strength {@value #HIGH}. The definitions are this project's
 * own, because the data generator of the original temporal experiment was never published.
 */
public enum CorrelationSchedule {
  /** ρ = r. */
  STATIC,
  /** ρ = r + (0.95 − r)·t. */
  INCREASING,
  /** ρ = 0.95 − (0.95 − r)·t. */
  DECREASING,
  /** ρ = 0.95 in the second half of each fifth of the run, ρ = r in the first half. */
  PULSE;

  /** The high correlation, which every schedule but {@link #STATIC} reaches or starts from. */
  public static final double HIGH = 0.95;

  private static final int PULSES = 5;

  /**
   * The correlation ρ(t).
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

package dev.polysweep.report.page;

/**
 * What a law predicts of a number.
 *
 * @param value the predicted number; for a bound, the bound
 * @param from lower end of the values that count as the prediction, which may be −∞
 * @param to upper end of these values, which may be ∞
 * @param reference what the number would be if there were no effect; NaN if the law has no
 *     direction
 */
public record Prediction(double value, double from, double to, double reference) {

  private static final double ROUNDING = 1e-6;

  /** Predicts a number, to within a tolerance. */
  public static Prediction near(double value, double tolerance) {
    return new Prediction(value, value - tolerance, value + tolerance, Double.NaN);
  }

  /** Predicts that a number is at most a bound. */
  public static Prediction atMost(double bound) {
    return new Prediction(bound, Double.NEGATIVE_INFINITY, bound, Double.NaN);
  }

  /** Predicts that a number is at least a bound. */
  public static Prediction atLeast(double bound) {
    return new Prediction(bound, bound, Double.POSITIVE_INFINITY, Double.NaN);
  }

  /** The same prediction, with the number that no effect would give. */
  public Prediction against(double noEffect) {
    return new Prediction(value, from, to, noEffect);
  }

  /**
   * Returns how many seeds would be needed to decide, supposing that the measured mean is the true
   * one: an interval that shrinks with the square root of the number of seeds then ends at the
   * nearest end of the accepted values.
   *
   * @param seeds number of seeds so far
   * @param mid the measured mean
   * @param half half the width of its interval
   */
  public long needed(long seeds, double mid, double half) {
    double gap = Math.min(Math.abs(mid - from), Math.abs(mid - to));
    double ratio = half / gap;
    return (long) Math.min(1e9, Math.ceil(seeds * Math.max(1, ratio * ratio) - ROUNDING));
  }
}

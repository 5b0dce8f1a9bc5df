package dev.polysweep.report.page;

import dev.polysweep.report.draw.Numbers;

/**
 * What a law or a claim says of a number.
 *
 * @param value the predicted number; for a bound, the bound
 * @param from lower end of the values that count as the prediction, which may be −∞; NaN if the
 *     number came without a tolerance
 * @param to upper end of these values, which may be ∞; NaN if the number came without a tolerance
 * @param reference what the number would be if there were no effect; NaN if the law has no
 *     direction
 */
public record Prediction(double value, double from, double to, double reference) {

  private static final double ROUNDING = 1e-6;

  /** Predicts a number, to within a tolerance. */
  public static Prediction near(double value, double tolerance) {
    return new Prediction(value, value - tolerance, value + tolerance, Double.NaN);
  }

  /** A number that is claimed without a tolerance. */
  public static Prediction exactly(double value) {
    return new Prediction(value, Double.NaN, Double.NaN, Double.NaN);
  }

  /** Predicts that a number is at most a bound. */
  public static Prediction atMost(double bound) {
    return new Prediction(bound, Double.NEGATIVE_INFINITY, bound, Double.NaN);
  }

  /** Predicts that a number is at least a bound. */
  public static Prediction atLeast(double bound) {
    return new Prediction(bound, bound, Double.POSITIVE_INFINITY, Double.NaN);
  }

  /** The same values, of which another one was named. */
  public Prediction named(double other) {
    return new Prediction(other, from, to, reference);
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

  /** Returns what is predicted in words, without its unit. */
  public String words() {
    if (Double.isNaN(from)) {
      return Numbers.chosen(value);
    }
    if (Double.isInfinite(from)) {
      return bound("at most ", to);
    }
    if (Double.isInfinite(to)) {
      return bound("at least ", from);
    }
    return Numbers.chosen(value) + " ± " + Numbers.chosen(to - value);
  }

  private String bound(String which, double bound) {
    return bound == value
        ? which + Numbers.chosen(bound)
        : Numbers.chosen(value) + " (" + which + Numbers.chosen(bound) + ")";
  }
}

package dev.polysweep.table;

import java.io.Serializable;

/**
 * The values that a metric can take, which decides how the interval of its mean is made.
 *
 * @param min least possible value; −∞ for none
 * @param max greatest possible value; ∞ for none
 * @param whole whether the values of single cells are whole numbers
 */
public record Range(double min, double max, boolean whole) implements Serializable {

  /** Any number. */
  public static final Range ANY =
      new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false);

  /** Numbers from 0 on. */
  public static final Range POSITIVE = new Range(0, Double.POSITIVE_INFINITY, false);

  /** Numbers up to 1, as explained variance has. */
  public static final Range TO_ONE = new Range(Double.NEGATIVE_INFINITY, 1, false);

  /** Shares and chances, from 0 to 1. */
  public static final Range SHARE = new Range(0, 1, false);

  /** Whole numbers from 0 on. */
  public static final Range COUNT = new Range(0, Double.POSITIVE_INFINITY, true);

  /** 0 or 1 in each cell, so that a mean is the share of cells. */
  public static final Range FLAG = new Range(0, 1, true);

  /** Returns the range in words, for documentation. */
  public String words() {
    if (equals(FLAG)) {
      return "0 or 1";
    }
    String numbers = whole ? "whole numbers" : "numbers";
    if (Double.isInfinite(min)) {
      return Double.isInfinite(max) ? "any" : numbers + " up to " + text(max);
    }
    return Double.isInfinite(max)
        ? numbers + " from " + text(min)
        : (whole ? "whole numbers " : "") + text(min) + " to " + text(max);
  }

  private static String text(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}

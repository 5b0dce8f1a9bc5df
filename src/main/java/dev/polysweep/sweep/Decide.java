package dev.polysweep.sweep;

import java.io.Serializable;

/**
 * How a sweep that takes as many seeds as it needs decides when it has enough: every comparison of
 * a metric is either told from 0 or known closely enough.
 *
 * @param metric name of the metric, a column of {@code cells}
 * @param within half width of an interval that is narrow enough, in per cent of the mean that the
 *     comparison is with
 */
public record Decide(String metric, double within) implements Serializable {

  /** Half width that is narrow enough unless the user gives another, in per cent. */
  public static final double USUAL = 5;
}

package dev.polysweep.metric.statistic;

import java.io.Serializable;

/**
 * A proportion p̂ = k/n with its 95 % confidence interval by Wilson (1927), which stays within [0,
 * 1] and keeps a positive width for k = 0 and k = n:
 *
 * <pre>(p̂ + z²/2n ± z·√(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n),  z = 1.959964</pre>
 *
 * Where several cases are copies of one another, each may count as a part of one, so that k and n
 * are no whole numbers.
 *
 * @param k number of cases that have the property, from 0 to n
 * @param n number of all cases, above 0
 */
public record Proportion(double k, double n) implements Serializable {

  private static final double Z = 1.959963984540054;

  /**
   * @throws IllegalArgumentException if k is not from 0 to n, or n is 0
   */
  public Proportion {
    if (!(n > 0 && k >= 0 && k <= n)) {
      throw new IllegalArgumentException(
          "a proportion k/n needs n > 0 and 0 ≤ k ≤ n, not k = " + k + " and n = " + n);
    }
  }

  /** The proportion k/n. */
  public double value() {
    return k / n;
  }

  /** The lower end of the interval. */
  public double ci95Low() {
    return k == 0 ? 0 : (centre() - half()) / (1 + Z * Z / n);
  }

  /** The upper end of the interval. */
  public double ci95High() {
    return k == n ? 1 : (centre() + half()) / (1 + Z * Z / n);
  }

  private double centre() {
    return value() + Z * Z / (2.0 * n);
  }

  private double half() {
    return Z * Math.sqrt(value() * (1 - value()) / n + Z * Z / (4.0 * n * n));
  }
}

package dev.polysweep.metric.statistic;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Combines the one-sided Monte Carlo p-values of n independent tests, both tails at once, by
 * Stouffer's method (Stouffer et al. 1949) on expected normal scores.
 *
 * <p>A p-value of m draws is (b + 1)/(m + 1). It is valid for one test but a little too large, and
 * over many tests the excess adds up. The full information of the draws is an interval: if the null
 * is true, the rank of the observed value among the draws, with ties broken at random, is uniform,
 * so that a number drawn uniformly from [l, h],
 *
 * <pre>
 * l = 1 − p_more = #{draw &lt; observed}/(m + 1),  h = p_less = (1 + #{draw ≤ observed})/(m + 1),
 * </pre>
 *
 * is uniform on [0, 1] whatever m and the ties (the randomised p-value; Dufour 2006), and its
 * normal score Φ⁻¹ is standard normal. Instead of drawing that number, the combination uses the
 * mean score of each test over its interval,
 *
 * <pre>a = (φ(Φ⁻¹(l)) − φ(Φ⁻¹(h)))/(h − l),  z = Σ a/√n,  p_less = Φ(z),  p_more = Φ(−z)</pre>
 *
 * <p>(compare the expected normal scores of Fisher and Yates 1938). If the null is true, the mean
 * of a is exactly 0, so that z does not drift however many tests are combined. The variance of a is
 * at most 1: 0.99985 for 1 000 draws without ties, and smaller with ties, which makes the test
 * cautious.
 *
 * <p>The tests must be independent, their draws included: n tests that share m draws have a z of
 * variance 1 + n/m.
 *
 * @param n number of tests with both p-values
 * @param pLess combined probability of values as small or smaller if all nulls are true; NaN for n
 *     = 0, the test's own p-value for n = 1
 * @param pMore combined probability of values as large or larger if all nulls are true; likewise
 */
public record Stouffer(int n, double pLess, double pMore) {

  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  /**
   * The amount by which p_less + p_more may fall short of 1 because of rounding. An interval that
   * is no longer than this counts as a point, as for a test whose null distribution is known
   * exactly.
   */
  private static final double ROUNDING = 1e-12;

  /**
   * Combines p-values.
   *
   * @param pLess lower-tail p-values in [0, 1], one a test; NaN if a test has none
   * @param pMore upper-tail p-values of the same tests in the same order
   * @throws IllegalArgumentException if the lengths differ, a p-value lies outside [0, 1], or the
   *     two of a test sum to less than 1
   */
  public static Stouffer of(double[] pLess, double[] pMore) {
    if (pLess.length != pMore.length) {
      throw new IllegalArgumentException(
          "tests need p-values of both tails, not " + pLess.length + " and " + pMore.length);
    }
    double sum = 0;
    int n = 0;
    int last = -1;
    for (int i = 0; i < pLess.length; i++) {
      require(pLess[i]);
      require(pMore[i]);
      if (!Double.isNaN(pLess[i]) && !Double.isNaN(pMore[i])) {
        sum += score(1 - pMore[i], pLess[i]);
        n++;
        last = i;
      }
    }
    if (n == 0) {
      return new Stouffer(0, Double.NaN, Double.NaN);
    }
    if (n == 1) {
      return new Stouffer(1, pLess[last], pMore[last]);
    }
    double z = sum / Math.sqrt(n);
    return new Stouffer(n, NORMAL.cumulativeProbability(z), NORMAL.cumulativeProbability(-z));
  }

  private static void require(double p) {
    if (p < 0 || p > 1) {
      throw new IllegalArgumentException("a p-value lies in [0, 1], not " + p);
    }
  }

  /** The mean of Φ⁻¹ over an interval. */
  private static double score(double low, double high) {
    double width = high - low;
    if (width < -ROUNDING) {
      throw new IllegalArgumentException(
          "p-values of the two tails sum to at least 1, not " + (1 + width));
    }
    return width > ROUNDING
        ? (density(low) - density(high)) / width
        : NORMAL.inverseCumulativeProbability((low + high) / 2);
  }

  /** φ(Φ⁻¹(p)), which is 0 for p = 0 and p = 1. */
  private static double density(double p) {
    return p == 0 || p == 1 ? 0 : NORMAL.density(NORMAL.inverseCumulativeProbability(p));
  }
}

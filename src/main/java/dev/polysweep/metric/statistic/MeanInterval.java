package dev.polysweep.metric.statistic;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A 95 % interval of a mean over seeds that stays within the values that the metric can take. With
 * n values, mean m, standard deviation s and t = t(0.975, n − 1):
 *
 * <ul>
 *   <li>0 or 1 in each cell: the interval of {@link Proportion} (Wilson 1927);
 *   <li>bounded on both sides, here scaled to [0, 1]: Wilson's interval with the variance that the
 *       values have instead of the binomial one, all μ with (m − μ)² ≤ t²φμ(1 − μ)/n, where φ =
 *       s²/(m(1 − m)) (the score interval of the quasi-binomial model, McCullagh and Nelder 1989,
 *       section 9.2);
 *   <li>counts: all μ with (m − μ)² ≤ t²φμ/n, where φ = s²/m (quasi-Poisson); if all are 0, from 0
 *       to −ln(0.025)/n, the exact upper end for Poisson counts;
 *   <li>bounded on one side, by 0 say: m·exp(±t·s/(m√n)), Student's interval of the logarithm of
 *       the mean by the delta method;
 *   <li>without bounds: m ± t·s/√n (Student 1908).
 * </ul>
 *
 * <p>Values outside the declared bounds get Student's interval. Values that are all equal have no
 * interval, except 0 or 1 and counts of 0, since nothing says how far they can vary.
 *
 * @param low lower end; null if there is no interval
 * @param high upper end; null if there is no interval
 */
public record MeanInterval(Double low, Double high) implements Serializable {

  private static final MeanInterval NONE = new MeanInterval(null, null);

  /**
   * Makes the interval of the mean of values.
   *
   * @param values one a seed, not changed; those that are not finite are left out
   * @param min least possible value; −∞ for none
   * @param max greatest possible value; ∞ for none
   * @param whole whether the values are whole numbers
   */
  public static MeanInterval of(double[] values, double min, double max, boolean whole) {
    double[] x = Moments.finite(values);
    int n = x.length;
    if (n < 2) {
      return NONE;
    }
    boolean inside = Arrays.stream(x).allMatch(v -> v >= min && v <= max);
    boolean ones = inside && whole && min == 0 && max == 1;
    if (ones && Arrays.stream(x).allMatch(v -> v == 0 || v == 1)) {
      Proportion share = new Proportion(Math.round(Moments.sum(x)), n);
      return new MeanInterval(share.ci95Low(), share.ci95High());
    }
    Moments moments = Moments.of(x);
    if (moments.sd() == 0) {
      boolean noCounts = inside && whole && min == 0 && moments.mean() == 0;
      return noCounts ? new MeanInterval(0.0, -Math.log(0.025) / n) : NONE;
    }
    double half = StudentT.quantile975(n - 1) * moments.sem();
    double mean = moments.mean();
    if (!inside || Double.isInfinite(min) && Double.isInfinite(max)) {
      return new MeanInterval(mean - half, mean + half);
    }
    if (Double.isFinite(min) && Double.isFinite(max)) {
      double width = max - min;
      MeanInterval unit = bounded((mean - min) / width, half / width);
      return new MeanInterval(min + width * unit.low(), min + width * unit.high());
    }
    if (whole && Double.isFinite(min)) {
      MeanInterval counts = counts(mean - min, half);
      return new MeanInterval(min + counts.low(), min + counts.high());
    }
    double away = Double.isFinite(min) ? mean - min : max - mean;
    double factor = Math.exp(half / away);
    return Double.isFinite(min)
        ? new MeanInterval(min + away / factor, min + away * factor)
        : new MeanInterval(max - away * factor, max - away / factor);
  }

  /** Wilson's interval of a mean from 0 to 1 whose Student interval has the given half width. */
  private static MeanInterval bounded(double mean, double half) {
    double spread = mean * (1 - mean);
    double a = half * half / spread;
    double root = Math.sqrt(a * spread + a * a / 4);
    return new MeanInterval((mean + a / 2 - root) / (1 + a), (mean + a / 2 + root) / (1 + a));
  }

  private static MeanInterval counts(double mean, double half) {
    double a = half * half / mean;
    double root = Math.sqrt(a * mean + a * a / 4);
    return new MeanInterval(mean + a / 2 - root, mean + a / 2 + root);
  }
}

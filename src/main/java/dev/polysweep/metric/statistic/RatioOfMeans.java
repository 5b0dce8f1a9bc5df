package dev.polysweep.metric.statistic;

import java.io.Serializable;

/**
 * The ratio of two means of paired values, θ̂ = d̄/b̄, with Fieller's 95 % interval, which is the
 * set of all θ for which the mean of d − θb does not differ significantly from 0:
 *
 * <pre>{θ : (d̄ − θb̄)² ≤ t²·var(d̄ − θb̄)},  t = t(0.975, n − 1)</pre>
 *
 * <p>The interval has its nominal coverage for jointly normal pairs, whatever the ratio (Fieller
 * 1954), takes the covariance of d and b into account, and is unbounded if the data do not bound
 * the ratio, where the delta method would still give a finite interval. With e = d − θ̂b (whose
 * mean is 0), the (co)variances v_e, v_b and v_eb of the means of e and b, and g = t²v_b/b̄², its
 * ends are
 *
 * <pre>θ̂ + [−t²v_eb/b̄² ± t·√(t²v_eb²/b̄⁴ + (1 − g)·v_e/b̄²)] / (1 − g)</pre>
 *
 * <p>This is the solution of the textbook's quadratic equation for θ − θ̂ instead of θ, which
 * avoids cancellation.
 *
 * @param ratio θ̂ = d̄/b̄; null if b̄ = 0 or there are no pairs
 * @param ci95Low lower end of the interval; null if the interval is unbounded (g ≥ 1, where b̄ does
 *     not differ significantly from 0) or there are fewer than 2 pairs
 * @param ci95High upper end of the interval; null if the lower end is null
 */
public record RatioOfMeans(Double ratio, Double ci95Low, Double ci95High) implements Serializable {

  /**
   * Computes the ratio and its interval.
   *
   * @param d numerators, one a pair, all finite
   * @param b denominators, one a pair, all finite
   */
  static RatioOfMeans of(double[] d, double[] b) {
    int n = d.length;
    Moments denominator = Moments.of(b);
    double mean = denominator.mean();
    if (n == 0 || mean == 0) {
      return new RatioOfMeans(null, null, null);
    }
    double ratio = Moments.of(d).mean() / mean;
    if (n == 1) {
      return new RatioOfMeans(ratio, null, null);
    }
    double t = StudentT.quantile975(n - 1);
    double relative = t * denominator.sem() / mean;
    double bounded = 1 - relative * relative;
    if (!(bounded > 0)) {
      return new RatioOfMeans(ratio, null, null);
    }
    // Values are divided by the denominator's mean first, so that squares do not overflow.
    double residual = 0;
    double mixed = 0;
    for (int i = 0; i < n; i++) {
      double scaled = b[i] / mean;
      double e = d[i] / mean - ratio * scaled;
      residual += e * e;
      mixed += e * (scaled - 1);
    }
    double scale = t * t / ((double) n * (n - 1));
    double shift = -mixed * scale;
    double half = Math.sqrt(shift * shift + bounded * residual * scale);
    return new RatioOfMeans(
        ratio, ratio + (shift - half) / bounded, ratio + (shift + half) / bounded);
  }
}

package dev.polysweep.metric.statistic;

import java.io.Serializable;

/**
 * The ratio of two means of paired values, θ = d̄/b̄, with Fieller's 95 % interval: all θ for which
 * the mean of d − θb does not differ from 0,
 *
 * <pre>{θ : (d̄ − θb̄)² ≤ t²·var(d̄ − θb̄)},  t = t(0.975, n − 1)</pre>
 *
 * <p>It keeps its level for pairs that are jointly normal, whatever the ratio (Fieller 1954), takes
 * the covariance of d and b into account, and knows when it cannot bound the ratio; the delta
 * method gives a finite interval even then. With e = d − θ̂b (mean 0), v_e, v_b, v_eb the
 * (co)variances of the means and g = t²v_b/b̄², the ends are
 *
 * <pre>θ̂ + [−t²v_eb/b̄² ± t·√(t²v_eb²/b̄⁴ + (1 − g)·v_e/b̄²)] / (1 − g)</pre>
 *
 * <p>This is the textbook's quadratic shifted by θ̂, without its cancellation.
 *
 * @param ratio d̄/b̄; null if b̄ = 0 or there is no value
 * @param ci95Low lower end; null if the set is unbounded (g ≥ 1: b̄ does not differ from 0), or for
 *     fewer than 2 pairs
 * @param ci95High upper end; null with the lower one
 */
public record RatioOfMeans(Double ratio, Double ci95Low, Double ci95High) implements Serializable {

  /**
   * @param d numerators, all finite
   * @param b denominators, as many, all finite
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
    // In units of the denominator's mean nothing overflows.
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

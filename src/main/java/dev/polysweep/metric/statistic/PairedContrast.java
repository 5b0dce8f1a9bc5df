package dev.polysweep.metric.statistic;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The comparison of a configuration with the baseline, paired by seed: with d_s = label_s −
 * baseline_s over the n seeds for which both values are finite,
 *
 * <pre>delta = d̄,  t = d̄ / (sd_d/√n),  p two-sided with n − 1 degrees of freedom,
 * hedges_g = (d̄/sd_d)·(1 − 3/(4(n − 1) − 1))</pre>
 *
 * <p>g is the effect size of Hedges (1981) with the standard deviation of the differences (d_z of
 * Lakens 2013). Differences that vary by no more than the rounding of their operands count as
 * having no variance; t, p and g are then null.
 *
 * @param n number of complete pairs
 * @param delta mean difference d̄; NaN if n = 0
 * @param ci95Low lower end of Student's 95 % interval of delta; null if n &lt; 2
 * @param ci95High upper end of that interval; null if n &lt; 2
 * @param deltaPct 100·delta / mean of the baseline, in per cent; null if that mean is 0 or n = 0
 * @param pctCi95Low lower end of the 95 % interval of deltaPct, see {@link RatioOfMeans}; null if
 *     the interval is unbounded or n &lt; 2
 * @param pctCi95High upper end of that interval; null if the lower end is null
 * @param t paired t statistic; null without variance
 * @param p two-sided p-value of t; null without variance
 * @param hedgesG hedges_g; null without variance, and if n &lt; 3, where the correction factor is 0
 * @param reference mean of the baseline, of which deltaPct is a share; NaN if n = 0
 */
public record PairedContrast(
    int n,
    double delta,
    Double ci95Low,
    Double ci95High,
    Double deltaPct,
    Double pctCi95Low,
    Double pctCi95High,
    Double t,
    Double p,
    Double hedgesG,
    double reference)
    implements Serializable {

  /**
   * A standard deviation of the differences up to this many units in the last place of the largest
   * operand counts as rounding.
   */
  private static final double ROUNDING_ULPS = 4;

  /**
   * Compares paired values.
   *
   * @param label values of the configuration, one a seed
   * @param baseline values of the baseline for the same seeds in the same order
   * @throws IllegalArgumentException if the lengths differ
   */
  public static PairedContrast of(double[] label, double[] baseline) {
    requireEqualLengths(label, baseline);
    double[] differences = new double[label.length];
    for (int i = 0; i < label.length; i++) {
      differences[i] = label[i] - baseline[i];
    }
    return ofDifferences(differences, baseline);
  }

  /**
   * The comparison from differences that the caller has computed.
   *
   * @param differences d_s, one a seed
   * @param reference values whose mean is 100 % of {@code deltaPct}, for the same seeds in the same
   *     order
   * @throws IllegalArgumentException if the lengths differ
   */
  public static PairedContrast ofDifferences(double[] differences, double[] reference) {
    requireEqualLengths(differences, reference);
    double[] d = new double[differences.length];
    double[] b = new double[differences.length];
    int n = 0;
    double largest = 0;
    for (int i = 0; i < differences.length; i++) {
      if (Double.isFinite(differences[i]) && Double.isFinite(reference[i])) {
        d[n] = differences[i];
        b[n] = reference[i];
        largest = Math.max(largest, Math.abs(d[n]) + Math.abs(b[n]));
        n++;
      }
    }
    return ofComplete(Arrays.copyOf(d, n), Arrays.copyOf(b, n), ROUNDING_ULPS * Math.ulp(largest));
  }

  private static PairedContrast ofComplete(double[] d, double[] b, double rounding) {
    int n = d.length;
    Moments moments = Moments.of(d);
    double delta = moments.mean();
    RatioOfMeans ratio = RatioOfMeans.of(d, b);
    double reference = Moments.of(b).mean();
    Double pct = percent(ratio.ratio());
    if (n < 2) {
      return new PairedContrast(n, delta, null, null, pct, null, null, null, null, null, reference);
    }
    double half = StudentT.quantile975(n - 1) * moments.sem();
    Double t = null;
    Double p = null;
    Double g = null;
    if (moments.sd() > rounding) {
      t = delta / moments.sem();
      p = StudentT.twoSidedP(t, n - 1);
      g = n < 3 ? null : delta / moments.sd() * (1 - 3 / (4.0 * (n - 1) - 1));
    }
    Double pctLow = percent(ratio.ci95Low());
    Double pctHigh = percent(ratio.ci95High());
    return new PairedContrast(
        n, delta, delta - half, delta + half, pct, pctLow, pctHigh, t, p, g, reference);
  }

  /**
   * The same, with the interval of {@code deltaPct} cut where it goes below what is possible.
   *
   * @param least least possible per cent, such as −100 of a metric that is never negative
   */
  public PairedContrast withPctFrom(double least) {
    if (pctCi95Low == null || pctCi95Low >= least) {
      return this;
    }
    return new PairedContrast(
        n, delta, ci95Low, ci95High, deltaPct, least, pctCi95High, t, p, hedgesG, reference);
  }

  /** The standard error of delta; 0 if n &lt; 2. */
  double sem() {
    return n < 2 ? 0 : (ci95High - ci95Low) / 2 / StudentT.quantile975(n - 1);
  }

  private static Double percent(Double share) {
    return share == null ? null : 100 * share;
  }

  private static void requireEqualLengths(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "a paired comparison needs equally many values, not " + a.length + " and " + b.length);
    }
  }
}

package dev.polysweep.metric.statistic;

import java.io.Serializable;

/**
 * A confidence sequence of a mean difference: intervals after n = 2, 3, … pairs that all contain
 * the true difference at once with the chance 1 − α, so that one may look after every pair and stop
 * whenever one likes. It is the mixture t sequence of Wang and Ramdas ("Anytime-valid t-tests and
 * confidence sequences for Gaussian means with unknown variance", 2024, with a Gaussian mixture
 * over the standardised effect and the right Haar measure over the scale). With t = (d̄ − μ)/(s/√n)
 * and g the variance of that mixture,
 *
 * <pre>B_n(μ) = (1 + ng)^(−1/2)·[(1 + t²/(n−1)) / (1 + t²/((n−1)(1 + ng)))]^(n/2)</pre>
 *
 * <p>is a martingale that begins at 1 if μ is true, and by Ville's inequality exceeds 1/α at any
 * time with a chance of at most α. The interval holds all μ for which it does not. Solved for μ,
 *
 * <pre>d̄ ± s/√n·√((n−1)(K − 1)/(1 − K/(1 + ng))),  K = ((1 + ng)/α²)^(1/n),</pre>
 *
 * <p>which is unbounded as long as K ≥ 1 + ng. The chance is exact for normal differences of any
 * number and an approximation for others, as that of Student's interval is.
 *
 * @param low lower end; null where the interval is unbounded, or the differences do not vary
 * @param high upper end; null where {@code low} is
 */
public record ConfidenceSequence(Double low, Double high) implements Serializable {

  /**
   * Number of pairs at which the interval is about as narrow as a choice of g can make it. A larger
   * number would leave it unbounded at few pairs, and gain little at many.
   */
  private static final double TUNED = 12;

  private static final ConfidenceSequence NONE = new ConfidenceSequence(null, null);

  /**
   * The interval after the pairs of a contrast.
   *
   * @param alpha chance that any interval of the sequence misses the true difference
   */
  public static ConfidenceSequence of(PairedContrast contrast, double alpha) {
    if (contrast.t() == null) {
      return NONE; // differences that do not vary tell nothing of how far they can
    }
    return of(contrast.n(), contrast.delta(), contrast.sem(), alpha);
  }

  /**
   * The interval after n differences.
   *
   * @param n number of differences
   * @param mean their mean
   * @param sem standard error of the mean
   * @param alpha chance that any interval of the sequence misses the true mean
   */
  static ConfidenceSequence of(long n, double mean, double sem, double alpha) {
    double half = sem * width(n, alpha);
    return Double.isFinite(half) ? new ConfidenceSequence(mean - half, mean + half) : NONE;
  }

  /**
   * Half the width of the interval after n differences, in standard errors of the mean; infinite
   * while the interval is unbounded.
   */
  public static double width(long n, double alpha) {
    double spread = 1 + n * mixture(alpha);
    double k = Math.exp(Math.log(spread / (alpha * alpha)) / n);
    return n < 2 || k >= spread
        ? Double.POSITIVE_INFINITY
        : Math.sqrt((n - 1) * (k - 1) / (1 - k / spread));
  }

  /**
   * The variance g for which the interval is about narrowest after {@value #TUNED} pairs: for a
   * normal mixture, n·g ≈ 2 ln(1/α) + ln(1 + 2 ln(1/α)) (Howard, Ramdas, McAuliffe and Sekhon 2021,
   * "Time-uniform, nonparametric, nonasymptotic confidence sequences", section 3.5).
   */
  private static double mixture(double alpha) {
    double twice = -2 * Math.log(alpha);
    return (twice + Math.log1p(twice)) / TUNED;
  }

  /** Whether the interval is bounded. */
  public boolean bounded() {
    return low != null;
  }

  /** Whether the interval is bounded and 0 is not in it. */
  public boolean excludesZero() {
    return bounded() && (low > 0 || high < 0);
  }
}

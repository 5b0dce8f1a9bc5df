package dev.polysweep.metric.statistic;

/**
 * The mean of a symmetric statistic over pairs of things such as seeds. Pairs that share a thing
 * are not independent, so the interval is that of the jackknife that leaves out one thing with all
 * its pairs at a time (Arvesen 1969, "Jackknifing U-statistics"): with the means m_i that remain,
 * se² = (n − 1)/n · Σ (m_i − m̄)², and the interval is mean ± t(0.975, n − 1)·se.
 *
 * @param things number n of things
 * @param mean mean over pairs; NaN without pairs
 * @param ci95Low lower end of the interval; null with fewer than four things
 * @param ci95High upper end of the interval; null with fewer than four things
 */
public record PairMean(int things, double mean, Double ci95Low, Double ci95High) {

  /** With fewer, the means that leave one out are of one pair or less. */
  private static final int FEWEST = 4;

  /**
   * Takes the mean over pairs.
   *
   * @param value the statistic of things i and j &lt; i, {@code [n][i]}
   */
  public static PairMean of(double[][] value) {
    int n = value.length;
    double sum = 0;
    double[] own = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        sum += value[i][j];
        own[i] += value[i][j];
        own[j] += value[i][j];
      }
    }
    double mean = n < 2 ? Double.NaN : sum / (n * (n - 1) / 2.0);
    if (n < FEWEST) {
      return new PairMean(n, mean, null, null);
    }
    double square = 0;
    for (int i = 0; i < n; i++) {
      // The mean of these means is the mean of all pairs.
      double without = (sum - own[i]) / ((n - 1) * (n - 2) / 2.0);
      square += (without - mean) * (without - mean);
    }
    double half = StudentT.quantile975(n - 1) * Math.sqrt((n - 1.0) / n * square);
    return new PairMean(n, mean, mean - half, mean + half);
  }
}

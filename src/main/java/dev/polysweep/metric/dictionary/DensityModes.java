package dev.polysweep.metric.dictionary;

import dev.polysweep.metric.statistic.Moments;
import java.util.Arrays;

/**
 * The ultra-low-density cluster of features (Bricken et al. 2023): a separate mode at the lower end
 * of the distribution of log10 densities, where the density of a feature is the share of tokens on
 * which it is active. Only alive features, n of them, are counted.
 *
 * <p>The distribution is estimated with a Gaussian kernel of Silverman's bandwidth, 0.9·min(sd,
 * IQR/1.34)·n^(−1/5), at least 0.05, on a grid of steps of 0.02; sd alone is used if the
 * interquartile range IQR is 0. There is a cluster if the estimate has a peak below −4 (one token
 * in 10 000) and a higher-density peak, with a valley between the two that is less than half as
 * high as the lower of them, and if at least 1 % of the features and at least five of them lie
 * below the valley. The cluster ends at the lowest point of the deepest such valley.
 */
public final class DensityModes {

  private static final double LOW = -4;
  private static final double STEP = 0.02;
  private static final double DEPTH = 0.5;
  private static final double SHARE = 0.01;
  private static final int FEWEST = 5;

  private DensityModes() {}

  /**
   * The upper end of the ultra-low-density cluster.
   *
   * @param log10Densities log10 densities of the alive features, {@code [n]}, in any order; not
   *     changed
   * @return a log10 density below which the features of the cluster lie; NaN if there is no cluster
   *     or n &lt; 10
   */
  public static double lowerModeEnd(double[] log10Densities) {
    double[] sorted = log10Densities.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    if (n < 2 * FEWEST || !(sorted[n - 1] > sorted[0])) {
      return Double.NaN;
    }
    double width = bandwidth(sorted);
    double from = sorted[0] - 3 * width;
    double[] curve = new double[(int) ((sorted[n - 1] - from + 3 * width) / STEP) + 1];
    for (int g = 0; g < curve.length; g++) {
      for (double value : sorted) {
        double z = (from + g * STEP - value) / width;
        curve[g] += Math.exp(-0.5 * z * z);
      }
    }
    int valley = deepestValley(curve, from);
    double end = from + valley * STEP;
    long below = Arrays.stream(sorted).filter(value -> value < end).count();
    return valley >= 0 && below >= Math.max(FEWEST, SHARE * n) ? end : Double.NaN;
  }

  private static double bandwidth(double[] sorted) {
    int n = sorted.length;
    double iqr = sorted[(int) (0.75 * (n - 1))] - sorted[(int) (0.25 * (n - 1))];
    double sd = Moments.of(sorted).sd();
    double spread = iqr > 0 ? Math.min(sd, iqr / 1.34) : sd;
    return Math.max(0.05, 0.9 * spread * Math.pow(n, -0.2));
  }

  /**
   * The grid index of the deepest valley between a peak below {@link #LOW} and a later peak; −1 if
   * no valley is deep enough.
   */
  private static int deepestValley(double[] curve, double from) {
    double[] peakToTheRight = new double[curve.length];
    double peak = 0;
    for (int g = curve.length - 1; g >= 0; g--) {
      peak = Math.max(peak, curve[g]);
      peakToTheRight[g] = peak;
    }
    int deepest = -1;
    double depth = DEPTH;
    double left = 0;
    double leftAt = Double.NaN;
    for (int g = 0; g < curve.length; g++) {
      if (curve[g] > left) {
        left = curve[g];
        leftAt = from + g * STEP;
      }
      double ratio = curve[g] / Math.min(left, peakToTheRight[g]);
      if (leftAt < LOW && ratio < depth) {
        depth = ratio;
        deepest = g;
      }
    }
    return deepest;
  }
}

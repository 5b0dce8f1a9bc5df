package dev.polysweep.metric.psi;

import java.util.Arrays;

/**
 * The mean silhouette of a split of points into two clusters (Rousseeuw 1987). A point whose mean
 * distance is a to the other points of its cluster and b to the points of the other cluster has the
 * silhouette s = (b − a)/max(a, b), in [−1, 1]; it is 0 for a point that is alone in its cluster
 * and if both distances are 0. Distances are Euclidean. An instance holds scratch memory and must
 * be used by one thread only.
 */
final class Silhouette {

  private final double[] distance = new double[TwoMeans.MOST];
  private final double[] toZero = new double[TwoMeans.MOST];
  private final double[] toOne = new double[TwoMeans.MOST];

  /**
   * Computes the mean silhouette.
   *
   * @param x the points, {@code [dims][TwoMeans.MOST]}: coordinate k of point i is at [k][i]
   * @param n number of points, at most {@code TwoMeans.MOST}
   * @param split the clusters as a bit mask; bit i is the cluster of point i
   * @return the mean over all points; 0 if one cluster is empty
   */
  double mean(double[][] x, int n, long split) {
    int ones = Long.bitCount(split);
    if (ones == 0 || ones == n) {
      return 0;
    }
    Arrays.fill(toZero, 0, n, 0);
    Arrays.fill(toOne, 0, n, 0);
    for (int i = 0; i < n; i++) {
      distances(x, n, i);
      add(distance, (split >>> i & 1) == 0 ? toZero : toOne, n);
    }
    double mean = 0;
    for (int i = 0; i < n; i++) {
      boolean one = (split >>> i & 1) == 1;
      int own = one ? ones : n - ones;
      if (own > 1) {
        double a = (one ? toOne[i] : toZero[i]) / (own - 1);
        double b = (one ? toZero[i] : toOne[i]) / (n - own);
        double larger = Math.max(a, b);
        mean += larger > 0 ? (b - a) / larger : 0;
      }
    }
    return mean / n;
  }

  private void distances(double[][] x, int n, int i) {
    Arrays.fill(distance, 0, n, 0);
    for (double[] coordinate : x) {
      TwoMeans.addSquares(coordinate, coordinate[i], distance, n);
    }
    for (int j = 0; j < n; j++) {
      distance[j] = Math.sqrt(distance[j]);
    }
  }

  private static void add(double[] x, double[] sum, int n) {
    for (int j = 0; j < n; j++) {
      sum[j] += x[j];
    }
  }
}

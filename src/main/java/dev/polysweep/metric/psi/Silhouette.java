package dev.polysweep.metric.psi;

import java.util.Arrays;

/**
 * Mean silhouette of a split in two (Rousseeuw 1987): for point i with mean distance a to the
 * others of its cluster and b to those of the other cluster, s = (b − a)/max(a, b), in [−1, 1]; 0
 * for a point alone in its cluster and where both distances are 0. Distances are Euclidean. Holds
 * scratch space: one instance a thread.
 */
final class Silhouette {

  private final int dims;
  private final double[] distance = new double[TwoMeans.MOST];
  private final double[] toZero = new double[TwoMeans.MOST];
  private final double[] toOne = new double[TwoMeans.MOST];

  Silhouette(int dims) {
    this.dims = dims;
  }

  /**
   * @param x points, coordinate k of point i at {@code k * TwoMeans.MOST + i}
   * @param n number of points
   * @param split bit i: cluster of point i
   * @return the mean; 0 if one cluster is empty
   */
  double mean(double[] x, int n, long split) {
    int ones = Long.bitCount(split);
    if (ones == 0 || ones == n) {
      return 0;
    }
    Arrays.fill(toZero, 0, n, 0);
    Arrays.fill(toOne, 0, n, 0);
    for (int i = 0; i < n; i++) {
      distances(x, n, i);
      double[] sum = (split >>> i & 1) == 0 ? toZero : toOne;
      for (int j = 0; j < n; j++) {
        sum[j] += distance[j];
      }
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

  private void distances(double[] x, int n, int i) {
    Arrays.fill(distance, 0, n, 0);
    for (int k = 0; k < dims; k++) {
      int row = k * TwoMeans.MOST;
      double centre = x[row + i];
      for (int j = 0; j < n; j++) {
        double d = x[row + j] - centre;
        distance[j] += d * d;
      }
    }
    for (int j = 0; j < n; j++) {
      distance[j] = Math.sqrt(distance[j]);
    }
  }
}

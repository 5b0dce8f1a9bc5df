package dev.polysweep.metric.psi;

import dev.polysweep.math.RandomStream;
import java.util.Arrays;

/**
 * Splits up to {@value #MOST} points into two clusters by k-means (Lloyd 1982) from {@value
 * #STARTS} starts by k-means++ (Arthur and Vassilvitskii 2007), and keeps the split with the
 * smallest within-cluster sum of squares. A split is a bit mask whose bit i is the cluster of point
 * i. An instance holds scratch memory and must be used by one thread only.
 */
final class TwoMeans {

  /** The largest number of points, which is the number of bits of a long. */
  static final int MOST = 64;

  private static final int STARTS = 8;
  private static final int ROUNDS = 100;

  private final int dims;
  private final double[] total;
  private final double[] one;
  private final double[] direction;
  private final double[] along = new double[MOST];

  TwoMeans(int dims) {
    this.dims = dims;
    total = new double[dims];
    one = new double[dims];
    direction = new double[dims];
  }

  /**
   * Splits points.
   *
   * @param x the points, {@code [dims][MOST]}: coordinate k of point i is at [k][i]
   * @param n number of points, 1 to {@value #MOST}
   * @param random source of the starting points
   * @return the best split found; 0 if the points cannot be split because all are equal
   */
  long split(double[][] x, int n, RandomStream random) {
    for (int k = 0; k < dims; k++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += x[k][i];
      }
      total[k] = sum;
    }
    long best = 0;
    double bestGain = Double.NEGATIVE_INFINITY;
    for (int start = 0; start < STARTS; start++) {
      long split = lloyd(x, n, random);
      if (split != 0) {
        double gain = gain(split, n);
        if (gain > bestGain) {
          bestGain = gain;
          best = split;
        }
      }
    }
    return best;
  }

  /**
   * One run of Lloyd's algorithm from a fresh start. Returns 0 if it ends with a single cluster,
   * and otherwise leaves the sum of the points of cluster 1 in {@link #one}.
   */
  private long lloyd(double[][] x, int n, RandomStream random) {
    double threshold = start(x, n, random);
    if (Double.isNaN(threshold)) {
      return 0;
    }
    long split = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long next = assign(x, n, threshold);
      int ones = Long.bitCount(next);
      if (ones == 0 || ones == n) {
        return 0;
      }
      if (next == split) {
        return split;
      }
      split = next;
      threshold = towards(x, n, split, ones);
    }
    return split;
  }

  /**
   * Draws two points as centres by k-means++: the first uniformly, the second with a probability
   * proportional to its squared distance from the first. Sets {@link #direction} and returns the
   * threshold of {@link #assign}; NaN if all points are equal.
   */
  private double start(double[][] x, int n, RandomStream random) {
    int first = random.nextInt(n);
    double u = random.nextDouble();
    Arrays.fill(along, 0, n, 0);
    for (int k = 0; k < dims; k++) {
      addSquares(x[k], x[k][first], along, n);
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += along[i];
    }
    if (!(sum > 0)) {
      return Double.NaN;
    }
    double left = u * sum;
    int second = -1;
    for (int i = 0; i < n && left >= 0; i++) {
      if (along[i] > 0) {
        second = i;
        left -= along[i];
      }
    }
    double threshold = 0;
    for (int k = 0; k < dims; k++) {
      double a = x[k][first];
      double b = x[k][second];
      direction[k] = b - a;
      threshold += (b * b - a * a) / 2;
    }
    return threshold;
  }

  /** Adds (x_i − centre)² to sums; compiled to vector code. */
  static void addSquares(double[] x, double centre, double[] sum, int n) {
    for (int i = 0; i < n; i++) {
      double d = x[i] - centre;
      sum[i] += d * d;
    }
  }

  private static void addProducts(double[] x, double factor, double[] sum, int n) {
    for (int i = 0; i < n; i++) {
      sum[i] += factor * x[i];
    }
  }

  /**
   * Assigns the points to the nearer centre: a point belongs to cluster 1 if its dot product with
   * the difference of the centres exceeds the threshold.
   */
  private long assign(double[][] x, int n, double threshold) {
    Arrays.fill(along, 0, n, 0);
    for (int k = 0; k < dims; k++) {
      addProducts(x[k], direction[k], along, n);
    }
    long split = 0;
    for (int i = 0; i < n; i++) {
      split |= (along[i] > threshold ? 1L : 0L) << i;
    }
    return split;
  }

  /**
   * Sets {@link #direction} to the difference of the clusters' means and returns the threshold of
   * {@link #assign} for these means.
   */
  private double towards(double[][] x, int n, long split, int ones) {
    for (int i = 0; i < n; i++) {
      along[i] = split >>> i & 1;
    }
    int first = 0;
    for (; first + 4 <= dims; first += 4) {
      sumOfOnes(x[first], x[first + 1], x[first + 2], x[first + 3], n, first);
    }
    for (; first < dims; first++) {
      sumOfOnes(x[first], n, first);
    }
    double threshold = 0;
    for (int k = 0; k < dims; k++) {
      double mean1 = one[k] / ones;
      double mean0 = (total[k] - one[k]) / (n - ones);
      direction[k] = mean1 - mean0;
      threshold += (mean1 * mean1 - mean0 * mean0) / 2;
    }
    return threshold;
  }

  /** Sets the sum of coordinate k over cluster 1, in two interleaved sums. */
  private void sumOfOnes(double[] x, int n, int k) {
    double even = 0;
    double odd = 0;
    int i = 0;
    for (; i + 1 < n; i += 2) {
      even += along[i] * x[i];
      odd += along[i + 1] * x[i + 1];
    }
    if (i < n) {
      even += along[i] * x[i];
    }
    one[k] = even + odd;
  }

  /**
   * The same for coordinates k to k + 3, with the same bits; the additions of one do not wait for
   * those of another.
   */
  private void sumOfOnes(double[] a, double[] b, double[] c, double[] d, int n, int k) {
    double evenA = 0;
    double evenB = 0;
    double evenC = 0;
    double evenD = 0;
    double oddA = 0;
    double oddB = 0;
    double oddC = 0;
    double oddD = 0;
    int i = 0;
    for (; i + 1 < n; i += 2) {
      double even = along[i];
      double odd = along[i + 1];
      evenA += even * a[i];
      oddA += odd * a[i + 1];
      evenB += even * b[i];
      oddB += odd * b[i + 1];
      evenC += even * c[i];
      oddC += odd * c[i + 1];
      evenD += even * d[i];
      oddD += odd * d[i + 1];
    }
    if (i < n) {
      evenA += along[i] * a[i];
      evenB += along[i] * b[i];
      evenC += along[i] * c[i];
      evenD += along[i] * d[i];
    }
    one[k] = evenA + oddA;
    one[k + 1] = evenB + oddB;
    one[k + 2] = evenC + oddC;
    one[k + 3] = evenD + oddD;
  }

  /**
   * Σ_c ‖Σ_{i in c} x_i‖²/n_c over both clusters c: up to a constant, the amount by which the split
   * reduces the sum of squares.
   */
  private double gain(long split, int n) {
    int ones = Long.bitCount(split);
    double square1 = 0;
    double square0 = 0;
    for (int k = 0; k < dims; k++) {
      square1 += one[k] * one[k];
      double rest = total[k] - one[k];
      square0 += rest * rest;
    }
    return square1 / ones + square0 / (n - ones);
  }
}

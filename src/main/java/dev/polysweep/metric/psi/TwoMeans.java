package dev.polysweep.metric.psi;

import dev.polysweep.math.RandomStream;
import java.util.Arrays;

/**
 * Splits up to {@value #MOST} points in two by k-means (Lloyd 1982) from {@value #STARTS} starts of
 * k-means++ (Arthur and Vassilvitskii 2007) and keeps the split with the smallest sum of squares. A
 * split is a bit mask, bit i for point i. Holds scratch space: one instance a thread.
 */
final class TwoMeans {

  /** Points at most: the bits of a long. */
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
   * @param x points, coordinate k of point i at {@code k * MOST + i}
   * @param n number of points, 1 to {@value #MOST}
   * @param random draws of the starts
   * @return the best split found; 0 if the points cannot be split because all are equal
   */
  long split(double[] x, int n, RandomStream random) {
    for (int k = 0; k < dims; k++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += x[k * MOST + i];
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

  /** One run from a fresh start; 0 if it ends with one cluster. Leaves the sum of cluster 1. */
  private long lloyd(double[] x, int n, RandomStream random) {
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

  /** Two points as centres, the second by its squared distance; NaN if there is but one place. */
  private double start(double[] x, int n, RandomStream random) {
    int first = random.nextInt(n);
    double u = random.nextDouble();
    Arrays.fill(along, 0, n, 0);
    for (int k = 0; k < dims; k++) {
      double centre = x[k * MOST + first];
      for (int i = 0; i < n; i++) {
        double d = x[k * MOST + i] - centre;
        along[i] += d * d;
      }
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
      double a = x[k * MOST + first];
      double b = x[k * MOST + second];
      direction[k] = b - a;
      threshold += (b * b - a * a) / 2;
    }
    return threshold;
  }

  /** A point is nearer to centre 1 if its projection on the centres' difference is far enough. */
  private long assign(double[] x, int n, double threshold) {
    Arrays.fill(along, 0, n, 0);
    for (int k = 0; k < dims; k++) {
      double d = direction[k];
      for (int i = 0; i < n; i++) {
        along[i] += d * x[k * MOST + i];
      }
    }
    long split = 0;
    for (int i = 0; i < n; i++) {
      split |= (along[i] > threshold ? 1L : 0L) << i;
    }
    return split;
  }

  /** Sets the direction between the clusters' means, and returns the middle along it. */
  private double towards(double[] x, int n, long split, int ones) {
    for (int i = 0; i < n; i++) {
      along[i] = split >>> i & 1;
    }
    double threshold = 0;
    for (int k = 0; k < dims; k++) {
      double even = 0;
      double odd = 0;
      int row = k * MOST;
      int i = 0;
      for (; i + 1 < n; i += 2) {
        even += along[i] * x[row + i];
        odd += along[i + 1] * x[row + i + 1];
      }
      if (i < n) {
        even += along[i] * x[row + i];
      }
      one[k] = even + odd;
      double mean1 = one[k] / ones;
      double mean0 = (total[k] - one[k]) / (n - ones);
      direction[k] = mean1 - mean0;
      threshold += (mean1 * mean1 - mean0 * mean0) / 2;
    }
    return threshold;
  }

  /** What a split takes off the sum of squares, but for a constant: Σ_c ‖Σ x‖²/n_c. */
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

package dev.polysweep.metric.geometry;

import dev.polysweep.metric.statistic.Moments;

/**
 * The pass over all pairs of features that computes {@link FeatureOverlaps}. Each feature writes
 * only its own array entries, and joining clusters is synchronised, so that groups of features may
 * be processed in parallel.
 */
final class OverlapWalk {

  /** Absolute cosines that differ by less count as equal, because the weights are floats. */
  private static final double EQUAL = 1e-6;

  private final CosineRows rows;
  private final double threshold;
  private final double[] norms;
  private final double[] dimFracs;
  private final double[] effective;
  private final double[] interference;
  private final double[] absolute;
  private final int[] nearest;
  private final double[] nearestCosine;
  private final DisjointSets sets;

  OverlapWalk(CosineRows rows, double threshold) {
    this.rows = rows;
    this.threshold = threshold;
    norms = rows.norms();
    int n = norms.length;
    dimFracs = new double[n];
    effective = new double[n];
    interference = new double[n];
    absolute = new double[n];
    nearest = new int[n];
    nearestCosine = new double[n];
    sets = new DisjointSets(n);
  }

  /** Processes all pairs of the {@value CosineRows#GROUP} features from {@code first} on. */
  void group(int first) {
    double[][] cosines = rows.group(first);
    for (int i = first; i < Math.min(first + CosineRows.GROUP, norms.length); i++) {
      feature(i, cosines[i - first]);
      sets.join(i, cosines[i - first], threshold);
    }
  }

  private void feature(int i, double[] cosines) {
    double projections = 0;
    double squares = 0;
    nearest[i] = -1;
    for (int j = 0; j < norms.length; j++) {
      double projection = cosines[j] * (norms[j] + UnitColumns.EPSILON);
      projections += projection * projection;
      if (i == j) {
        absolute[i] += Math.abs(cosines[j] - 1);
        continue;
      }
      absolute[i] += Math.abs(cosines[j]);
      squares += cosines[j] * cosines[j];
      if (Math.abs(cosines[j]) > Math.abs(nearestCosine[i]) + EQUAL) {
        nearest[i] = j;
        nearestCosine[i] = cosines[j];
      }
    }
    double square = norms[i] * norms[i];
    double scale = norms[i] + UnitColumns.EPSILON;
    dimFracs[i] = square / projections;
    effective[i] = square * square / (projections * scale * scale + UnitColumns.EPSILON);
    interference[i] = squares / (norms.length - 1);
  }

  FeatureOverlaps overlaps() {
    double pairs = (double) norms.length * norms.length;
    return new FeatureOverlaps(
        norms,
        dimFracs,
        effective,
        interference,
        nearest,
        nearestCosine,
        Moments.sum(absolute) / pairs,
        sets.members());
  }
}

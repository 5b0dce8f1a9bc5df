package dev.polysweep.metric.geometry;

import dev.polysweep.math.Matrix;
import dev.polysweep.metric.dictionary.Macs;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The numbers of {@link FeatureGeometry} and {@link Macs} of W [n_hidden, n_features], and clusters
 * of overlapping features, computed in one pass over all pairs of features without storing the n ×
 * n matrix, for matrices with thousands of features. W_i is column i, Ŵ_i = W_i/(‖W_i‖ + 1e-8).
 *
 * <p>Features are processed in parallel, but the sums of each feature run in a fixed order, so the
 * result is the same bits on any number of threads.
 *
 * @param norms ‖W_i‖, {@code [n_features]}
 * @param dimFracs D_i = ‖W_i‖² / Σ_j(Ŵ_i·W_j)², in (0, 1], {@code [n_features]}; NaN for a zero
 *     feature (Elhage et al. 2022)
 * @param effectiveDimensions d_eff = ‖W_i‖⁴ / (Σ_j(W_i·W_j)² + 1e-8), {@code [n_features]}; this is
 *     D_i with the ε of the superposition explorer, which dominates the denominator for features of
 *     norm below 0.01; 0 for a zero feature
 * @param meanInterference mean over j ≠ i of (Ŵ_i·Ŵ_j)², {@code [n_features]}; NaN if there is only
 *     one feature
 * @param nearest the other feature with the largest |Ŵ_i·Ŵ_j|, {@code [n_features]}; the first of
 *     several that differ by less than 1e-6, and −1 if there is no other feature or all are
 *     orthogonal
 * @param nearestCosine Ŵ_i·Ŵ_j with the nearest feature j, {@code [n_features]}; 0 without one
 * @param macs the mean absolute cosine similarity as defined by {@link Macs}
 * @param clusters clusters of overlapping features: the connected components of the graph that has
 *     an edge between features i and j if (Ŵ_i·Ŵ_j)² exceeds a threshold, ordered by their smallest
 *     member, with members ascending. Every feature is in exactly one cluster; a zero feature forms
 *     a cluster by itself
 */
public record FeatureOverlaps(
    double[] norms,
    double[] dimFracs,
    double[] effectiveDimensions,
    double[] meanInterference,
    int[] nearest,
    double[] nearestCosine,
    double macs,
    List<List<Integer>> clusters) {

  /**
   * Measures the columns of W.
   *
   * @param w {@code [n_hidden, n_features]}, not changed
   * @param threshold cos² above which two features are in one cluster
   */
  public static FeatureOverlaps of(Matrix w, double threshold) {
    OverlapWalk walk = new OverlapWalk(new CosineRows(w), threshold);
    int groups = (w.cols() + CosineRows.GROUP - 1) / CosineRows.GROUP;
    IntStream.range(0, groups).parallel().forEach(g -> walk.group(g * CosineRows.GROUP));
    return walk.overlaps();
  }

  /** The number of represented features, #{i : ‖W_i‖ > 0.1·max_j ‖W_j‖}. */
  public int represented() {
    return FeatureNorms.represented(norms);
  }

  /** ‖W‖²_F, the sum of all squared entries. */
  public double frobeniusSquared() {
    return FeatureNorms.frobeniusSquared(norms);
  }
}

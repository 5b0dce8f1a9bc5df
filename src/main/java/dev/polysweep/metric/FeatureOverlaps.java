package dev.polysweep.metric;

import dev.polysweep.math.Matrix;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the pairs of features of W [n_hidden, n_features] say, in one walk over them: the numbers of
 * {@link FeatureGeometry} and {@link Macs}, and clusters, without the n × n matrix, for matrices
 * with thousands of features. W_i is column i, Ŵ_i = W_i/(‖W_i‖ + 1e-8).
 *
 * <p>Rows are computed in parallel, each by itself and in order, so the result is the same bits on
 * any number of threads.
 *
 * @param norms {@code [n_features]}, ‖W_i‖
 * @param dimFracs {@code [n_features]}, D_i = ‖W_i‖² / Σ_j(Ŵ_i·W_j)², in (0, 1]; NaN for a zero
 *     feature (Elhage et al. 2022)
 * @param effectiveDimensions {@code [n_features]}, d_eff = ‖W_i‖⁴ / (Σ_j(W_i·W_j)² + 1e-8): D_i
 *     with the superposition explorer's ε, which outweighs features of norm below 0.01; 0 for a
 *     zero feature
 * @param meanInterference {@code [n_features]}, mean over j ≠ i of (Ŵ_i·Ŵ_j)²; NaN for a single
 *     feature
 * @param nearest {@code [n_features]}, the other feature with the largest |Ŵ_i·Ŵ_j|, the first of
 *     those that differ by less than 1e-6; −1 where there is none or all are orthogonal
 * @param nearestCosine {@code [n_features]}, Ŵ_i·Ŵ_j of the nearest; 0 without one
 * @param macs mean absolute cosine similarity, as {@link Macs} defines it
 * @param clusters features that overlap, directly or through others: connected components of the
 *     graph with an edge where (Ŵ_i·Ŵ_j)² exceeds a threshold, ordered by their first member,
 *     members ascending. Every feature is in exactly one cluster; a zero feature is alone
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

package dev.polysweep.metric.geometry;

import dev.polysweep.math.Matrix;
import java.io.Serializable;

/**
 * How the features of W [n_hidden, n_features] share the hidden space (Elhage et al. 2022, "Toy
 * Models of Superposition"). W_i is column i, Ŵ_i = W_i/(‖W_i‖ + 1e-8).
 *
 * @param norms ‖W_i‖, {@code [n_features]}
 * @param dimFracs D_i = ‖W_i‖² / Σ_j(Ŵ_i·W_j)², the fraction of a hidden dimension that feature i
 *     has to itself, {@code [n_features]}; in (0, 1], 1 for a feature orthogonal to all others, ½
 *     for one of an antipodal pair, NaN for a zero feature
 * @param dimensionsPerFeature D* = n_hidden/‖W‖²_F, the number of hidden dimensions per represented
 *     feature; infinite for a zero matrix
 * @param meanInterference mean over j ≠ i of (Ŵ_i·Ŵ_j)², in [0, 1], {@code [n_features]}; NaN if
 *     there is only one feature
 * @param superpositionScore #{i : ‖W_i‖ > 0.1·max_j ‖W_j‖} / n_hidden, the number of represented
 *     features per hidden dimension; above 1 in superposition
 */
public record FeatureGeometry(
    double[] norms,
    double[] dimFracs,
    double dimensionsPerFeature,
    double[] meanInterference,
    double superpositionScore)
    implements Serializable {

  /**
   * Measures the columns of W.
   *
   * @param w {@code [n_hidden, n_features]}, not changed
   */
  public static FeatureGeometry of(Matrix w) {
    UnitColumns unit = UnitColumns.of(w);
    int n = unit.count();
    double[] norms = unit.norms();
    double[] squares = new double[n];
    double[] sums = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double cosine = unit.cosine(i, j);
        double projection = cosine * (norms[j] + UnitColumns.EPSILON);
        squares[i] += projection * projection;
        sums[i] += i == j ? 0 : cosine * cosine;
      }
    }
    double[] dimFracs = new double[n];
    double[] means = new double[n];
    for (int i = 0; i < n; i++) {
      dimFracs[i] = norms[i] * norms[i] / squares[i];
      means[i] = sums[i] / (n - 1);
    }
    return new FeatureGeometry(
        norms,
        dimFracs,
        w.rows() / FeatureNorms.frobeniusSquared(norms),
        means,
        (double) FeatureNorms.represented(norms) / w.rows());
  }
}

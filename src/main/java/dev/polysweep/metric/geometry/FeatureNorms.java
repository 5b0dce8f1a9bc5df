package dev.polysweep.metric.geometry;

/**
 * The numbers of {@link FeatureGeometry} and {@link FeatureOverlaps} that depend only on the norms
 * of the features, which are the columns of W [n_hidden, n_features].
 */
final class FeatureNorms {

  private static final double REPRESENTED = 0.1;

  private FeatureNorms() {}

  /**
   * The number of represented features, #{i : ‖W_i‖ > 0.1·max_j ‖W_j‖}.
   *
   * @param norms ‖W_i‖, {@code [n_features]}
   */
  static int represented(double[] norms) {
    double largest = 0;
    for (double norm : norms) {
      largest = Math.max(largest, norm);
    }
    int represented = 0;
    for (double norm : norms) {
      represented += norm > REPRESENTED * largest ? 1 : 0;
    }
    return represented;
  }

  /**
   * The squared Frobenius norm ‖W‖²_F, which is the sum of all squared entries.
   *
   * @param norms ‖W_i‖, {@code [n_features]}
   */
  static double frobeniusSquared(double[] norms) {
    double sum = 0;
    for (double norm : norms) {
      sum += norm * norm;
    }
    return sum;
  }
}

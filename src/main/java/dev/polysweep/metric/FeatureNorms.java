package dev.polysweep.metric;

/** What the norms of the features of W [n_hidden, n_features] alone say. */
final class FeatureNorms {

  private static final double REPRESENTED = 0.1;

  private FeatureNorms() {}

  /**
   * Number of represented features: ‖W_i‖ above a tenth of the largest.
   *
   * @param norms {@code [n_features]}
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
   * ‖W‖²_F, the sum of all squared entries.
   *
   * @param norms {@code [n_features]}
   */
  static double frobeniusSquared(double[] norms) {
    double sum = 0;
    for (double norm : norms) {
      sum += norm * norm;
    }
    return sum;
  }
}

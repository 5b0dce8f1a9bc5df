package dev.polysweep.metric.dictionary;

import dev.polysweep.math.Matrix;

/**
 * Features (or neurons) that are active on no sample: dead_features = #{f : h_sf ≤ 0 for every s}.
 * The count ranges from 0 to the number of features, and the fraction is the count over that
 * number. Both are NaN without samples, where nothing is known of any feature; the fraction is also
 * NaN without features.
 */
public final class DeadFeatures {

  private DeadFeatures() {}

  /**
   * The number of dead features.
   *
   * @param featureActs {@code [samples, features]}
   */
  public static double count(Matrix featureActs) {
    if (featureActs.rows() == 0) {
      return Double.NaN;
    }
    int cols = featureActs.cols();
    boolean[] alive = new boolean[cols];
    float[] data = featureActs.data();
    for (int i = 0; i < data.length; i++) {
      if (data[i] > 0) {
        alive[i % cols] = true;
      }
    }
    int dead = 0;
    for (boolean lives : alive) {
      if (!lives) {
        dead++;
      }
    }
    return dead;
  }

  /**
   * The share of dead features, in [0, 1].
   *
   * @param featureActs {@code [samples, features]}
   */
  public static double fraction(Matrix featureActs) {
    return count(featureActs) / featureActs.cols();
  }
}

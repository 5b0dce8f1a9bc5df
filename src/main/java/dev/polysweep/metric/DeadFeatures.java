package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * Features (or neurons) that are active on no sample: dead_features = #{f : h_sf ≤ 0 for every s}.
 * Range 0 to the number of features; the fraction is over that number. NaN without samples, where
 * nothing can be said of any feature, and the fraction also without features.
 */
public final class DeadFeatures {

  private DeadFeatures() {}

  /**
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
   * @param featureActs {@code [samples, features]}
   */
  public static double fraction(Matrix featureActs) {
    return count(featureActs) / featureActs.cols();
  }
}

package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * Mean number of features active on a sample: l0_count = #{h_sf > 0} / samples, which is the
 * literature's "L0". Range 0 to the number of features. NaN without samples.
 */
public final class L0Count {

  private L0Count() {}

  /**
   * @param featureActs {@code [samples, features]}
   */
  public static double of(Matrix featureActs) {
    return (double) L0.active(featureActs) / featureActs.rows();
  }
}

package dev.polysweep.metric.dictionary;

import dev.polysweep.math.Matrix;

/**
 * The mean number of features that are active on a sample: l0_count = #{h_sf > 0} / samples, which
 * the literature calls "L0". Range 0 to the number of features; NaN without samples.
 */
public final class L0Count {

  private L0Count() {}

  /**
   * Computes the mean number.
   *
   * @param featureActs h, {@code [samples, features]}
   */
  public static double of(Matrix featureActs) {
    return (double) L0.active(featureActs) / featureActs.rows();
  }
}

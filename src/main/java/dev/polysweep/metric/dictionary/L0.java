package dev.polysweep.metric.dictionary;

import dev.polysweep.math.Matrix;

/**
 * The share of feature activations that are active: l0 = #{h_sf > 0} / (samples · features). Zero,
 * every negative value (such as LeakyReLU's leak) and NaN count as inactive. Range [0, 1]; NaN
 * without elements. {@link L0Count} is the number of active features a sample instead of the share.
 */
public final class L0 {

  private L0() {}

  /**
   * Computes the share.
   *
   * @param featureActs h, {@code [samples, features]}
   */
  public static double of(Matrix featureActs) {
    return (double) active(featureActs) / featureActs.data().length;
  }

  static long active(Matrix featureActs) {
    long active = 0;
    for (float value : featureActs.data()) {
      if (value > 0) {
        active++;
      }
    }
    return active;
  }
}

package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * Share of feature activations that are active: l0 = #{h_sf > 0} / (samples · features). Exactly 0
 * and every negative value (LeakyReLU's leak) count as inactive; so does NaN. Range [0, 1]. NaN
 * without elements. {@link L0Count} is the number a sample.
 */
public final class L0 {

  private L0() {}

  /**
   * @param featureActs {@code [samples, features]}
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

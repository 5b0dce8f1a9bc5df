package dev.polysweep.feature;

import java.io.Serializable;
import java.util.Locale;

/**
 * Which contexts of each feature are kept.
 *
 * @param top contexts of the largest activations
 * @param intervals intervals of equal width into which (0, largest activation] is cut (Bricken et
 *     al. 2023)
 * @param perInterval contexts drawn at random from each
 * @param before tokens shown before the peak
 * @param after tokens shown after it
 */
public record ContextPlan(int top, int intervals, int perInterval, int before, int after)
    implements Serializable {

  /**
   * @throws IllegalArgumentException if a number is negative or there are no intervals
   */
  public ContextPlan {
    if (top < 0 || intervals < 1 || perInterval < 0 || before < 0 || after < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "no plan: %d, %d, %d, %d, %d",
              top,
              intervals,
              perInterval,
              before,
              after));
    }
  }

  /** The interval of an activation, from 0. */
  int interval(float activation, float largest) {
    return Math.min(intervals - 1, (int) ((double) activation / largest * intervals));
  }
}

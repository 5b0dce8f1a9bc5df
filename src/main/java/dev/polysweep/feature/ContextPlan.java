package dev.polysweep.feature;

import java.io.Serializable;
import java.util.Locale;

/**
 * The settings for the contexts that are kept of each feature.
 *
 * @param top number of contexts with the largest activations
 * @param intervals number of intervals of equal width into which (0, largest activation] is cut
 *     (Bricken et al. 2023)
 * @param perInterval number of contexts drawn at random from each interval
 * @param before number of tokens shown before the peak
 * @param after number of tokens shown after the peak
 */
public record ContextPlan(int top, int intervals, int perInterval, int before, int after)
    implements Serializable {

  /**
   * @throws IllegalArgumentException if a number is negative or {@code intervals} is 0
   */
  public ContextPlan {
    if (top < 0 || intervals < 1 || perInterval < 0 || before < 0 || after < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "contexts need at least 1 interval and no negative number, not top %d, intervals %d,"
                  + " perInterval %d, before %d, after %d",
              top,
              intervals,
              perInterval,
              before,
              after));
    }
  }

  /** The interval in which an activation lies, from 0, given the feature's largest activation. */
  int interval(float activation, float largest) {
    return Math.min(intervals - 1, (int) ((double) activation / largest * intervals));
  }
}

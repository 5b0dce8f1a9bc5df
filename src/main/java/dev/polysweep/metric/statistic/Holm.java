package dev.polysweep.metric.statistic;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Adjusts p-values for multiple testing by Holm's step-down procedure (1979), which bounds the
 * probability of any false rejection whatever the dependence between tests: with p_(1) ≤ … ≤ p_(m),
 *
 * <pre>p_holm_(i) = min(1, max_{k ≤ i} (m − k + 1)·p_(k))</pre>
 *
 * <p>A p-value of null or NaN stands for a test that was not made; its adjusted value is null, and
 * it does not count in m.
 */
public final class Holm {

  private Holm() {}

  /**
   * Adjusts p-values.
   *
   * @param p p-values, possibly null or NaN; not changed
   * @return adjusted p-values in the same order
   */
  public static Double[] adjust(Double[] p) {
    Integer[] order = new Integer[p.length];
    Arrays.setAll(order, i -> i);
    Integer[] made =
        Arrays.stream(order)
            .filter(i -> p[i] != null && !p[i].isNaN())
            .sorted(Comparator.comparing(i -> p[i]))
            .toArray(Integer[]::new);
    Double[] adjusted = new Double[p.length];
    double largest = 0;
    for (int k = 0; k < made.length; k++) {
      largest = Math.max(largest, Math.min(1, (made.length - k) * p[made[k]]));
      adjusted[made[k]] = largest;
    }
    return adjusted;
  }
}

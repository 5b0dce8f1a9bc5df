package dev.polysweep.experiment;

import java.util.List;

/** The range that a {@link Setting} declares for numbers. */
final class SettingRange {

  private SettingRange() {}

  /**
   * Checks a number, or each number of a list; other values have no range.
   *
   * @throws IllegalArgumentException if a number is out of the range or not finite
   */
  static void check(Setting setting, Object value) {
    if (value instanceof List<?> list) {
      list.forEach(element -> check(setting, element));
    } else if (value instanceof Number number && !holds(setting, number.doubleValue())) {
      throw new IllegalArgumentException("it must be a finite number" + ends(setting));
    }
  }

  private static String ends(Setting setting) {
    String low = (setting.minExclusive() ? ", above " : ", at least ") + setting.min();
    String high = ", at most " + setting.max();
    return (Double.isInfinite(setting.min()) ? "" : low)
        + (Double.isInfinite(setting.max()) ? "" : high);
  }

  private static boolean holds(Setting setting, double number) {
    boolean low = setting.minExclusive() ? number <= setting.min() : number < setting.min();
    return Double.isFinite(number) && !low && number <= setting.max();
  }
}

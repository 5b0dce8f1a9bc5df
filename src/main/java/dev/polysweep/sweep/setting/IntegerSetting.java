package dev.polysweep.sweep.setting;

import dev.polysweep.sweep.yaml.YamlValue;
import dev.polysweep.table.Type;
import java.util.Map;

/**
 * The type of a setting whose value is an integer.
 *
 * @param min smallest allowed value
 * @param max largest allowed value
 * @param isInt whether the record's component is an {@code int} rather than a {@code long}
 */
public record IntegerSetting(long min, long max, boolean isInt) implements SettingType {
  /**
   * The largest integer that a setting may have: 2⁵³ − 1. JSON readers that use doubles lose digits
   * beyond it.
   */
  public static final double LARGEST = 9007199254740991.0;

  @Override
  public Object read(YamlValue value, String key) {
    String text = unquoted(value, key);
    // 18 digits always fit a long; a leading zero would mean octal to other readers of YAML.
    if (!text.matches("[-+]?(0|[1-9][0-9]{0,17})")) {
      throw refused(value, key);
    }
    long number = Long.parseLong(text);
    if (number < min || number > max) {
      throw refused(value, key);
    }
    return isInt ? (Object) (int) number : (Object) number;
  }

  @Override
  public String allowed() {
    boolean low = min > (isInt ? Integer.MIN_VALUE : (long) -LARGEST);
    boolean high = max < (isInt ? Integer.MAX_VALUE : (long) LARGEST);
    if (low && high) {
      return "an integer from " + min + " to " + max;
    }
    return "an integer" + (low ? ", at least " + min : "") + (high ? ", at most " + max : "");
  }

  @Override
  public Object plain(Object value) {
    return value == null ? null : (Object) ((Number) value).longValue();
  }

  @Override
  public Type column() {
    return Type.LONG;
  }

  @Override
  public Map<String, Object> schema() {
    return Json.object("type", "integer", "minimum", min, "maximum", max);
  }
}

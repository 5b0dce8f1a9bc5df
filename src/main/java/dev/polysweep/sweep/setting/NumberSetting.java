package dev.polysweep.sweep.setting;

import dev.polysweep.sweep.yaml.YamlValue;
import dev.polysweep.table.Type;
import java.util.Map;

/**
 * The type of a setting whose value is a finite number.
 *
 * @param min smallest allowed value
 * @param max largest allowed value
 * @param minExclusive whether {@code min} itself is not allowed
 */
public record NumberSetting(double min, double max, boolean minExclusive) implements SettingType {
  @Override
  public Object read(YamlValue value, String key) {
    String text = unquoted(value, key);
    if (!text.matches("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?")) {
      throw refused(value, key);
    }
    double number = Double.parseDouble(text) + 0.0; // −0 becomes 0, which is the same setting
    boolean low = minExclusive ? number <= min : number < min;
    if (low || number > max || Double.isInfinite(number)) {
      throw refused(value, key);
    }
    return number;
  }

  @Override
  public String allowed() {
    boolean low = Double.isFinite(min);
    boolean high = Double.isFinite(max);
    if (low && high && !minExclusive) {
      return "a number from " + Json.number(min) + " to " + Json.number(max);
    }
    String above = low ? (minExclusive ? " above " : ", at least ") + Json.number(min) : "";
    return "a"
        + (low || high ? "" : " finite")
        + " number"
        + above
        + (high ? ", at most " + Json.number(max) : "");
  }

  @Override
  public Type column() {
    return Type.DOUBLE;
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = Json.object("type", "number");
    if (Double.isFinite(min)) {
      schema.put(minExclusive ? "exclusiveMinimum" : "minimum", min);
    }
    if (Double.isFinite(max)) {
      schema.put("maximum", max);
    }
    return schema;
  }
}

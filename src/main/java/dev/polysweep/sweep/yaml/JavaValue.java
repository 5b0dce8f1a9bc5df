package dev.polysweep.sweep.yaml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Turns values of a Java program into the values of a YAML file, so that a sweep that is built in
 * Java is read and checked by the same code as a sweep file.
 */
public final class JavaValue {

  private JavaValue() {}

  /**
   * The YAML value that means the same as a Java value.
   *
   * @param value null, a Boolean, a number, a String, an enum constant (written in lower case), a
   *     list of these, or a map from text to these
   * @param where the place that messages name
   * @throws IllegalArgumentException if the value is of another type
   */
  public static YamlValue of(Object value, Where where) {
    if (value == null || value instanceof Boolean) {
      return new YamlValue.Scalar(String.valueOf(value), false, where);
    }
    if (value instanceof Number number) {
      return new YamlValue.Scalar(text(number), false, where);
    }
    if (value instanceof Enum<?> constant) {
      return new YamlValue.Scalar(constant.name().toLowerCase(Locale.ROOT), true, where);
    }
    if (value instanceof String text) {
      return new YamlValue.Scalar(text, true, where);
    }
    if (value instanceof List<?> list) {
      List<YamlValue> items = new ArrayList<>();
      list.forEach(item -> items.add(of(item, where)));
      return new YamlValue.Sequence(items, where);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, YamlValue.Entry> entries = new LinkedHashMap<>();
      map.forEach(
          (key, inner) ->
              entries.put(key.toString(), new YamlValue.Entry(where, of(inner, where))));
      return new YamlValue.Mapping(entries, where);
    }
    throw new IllegalArgumentException(
        where + ": a " + value.getClass().getName() + " cannot be the value of a setting");
  }

  /** A whole number without a decimal point, so that 30.0 may stand for the integer 30. */
  private static String text(Number number) {
    double value = number.doubleValue();
    if (number instanceof Long || number instanceof Integer || !Double.isFinite(value)) {
      return number.toString();
    }
    BigDecimal exact = new BigDecimal(number.toString()).stripTrailingZeros();
    return exact.scale() <= 0 && exact.precision() - exact.scale() <= 18
        ? exact.toBigInteger().toString()
        : exact.toString();
  }
}

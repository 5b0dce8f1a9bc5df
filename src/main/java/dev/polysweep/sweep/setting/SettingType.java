package dev.polysweep.sweep.setting;

import dev.polysweep.experiment.Setting;
import dev.polysweep.sweep.yaml.Quoted;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.sweep.yaml.YamlValue;
import dev.polysweep.table.Type;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.util.List;
import java.util.Map;

/** What a setting may be: reads it from a file, says what is allowed, describes it to editors. */
public interface SettingType {

  /**
   * The value as the record's component wants it.
   *
   * @throws SweepException if it is not allowed
   */
  Object read(YamlValue value, String key);

  /** What is allowed, for messages. */
  String allowed();

  /** The value as JSON has it: String, Long, Double, Boolean, List or null. */
  default Object plain(Object value) {
    return value;
  }

  /** The type of a column of such values; lists are written as JSON. */
  Type column();

  /** JSON Schema of the value. */
  Map<String, Object> schema();

  /** The refusal of a value. */
  default SweepException refused(YamlValue value, String key) {
    return SweepException.at(
        value.where(), key, value.shown() + " is not allowed; it must be " + allowed());
  }

  /** The text of a scalar. */
  default String text(YamlValue value, String key) {
    if (value instanceof YamlValue.Scalar scalar && !scalar.isNull()) {
      return scalar.text();
    }
    throw refused(value, key);
  }

  /** The text of a scalar without quotes: a number or a word such as true. */
  default String unquoted(YamlValue value, String key) {
    if (value instanceof YamlValue.Scalar scalar && scalar.quoted()) {
      throw SweepException.at(
          value.where(),
          key,
          "the text "
              + Quoted.of(scalar.text())
              + " is not allowed; it must be "
              + allowed()
              + ", without quotes");
    }
    return text(value, key);
  }

  /**
   * The type of a record component.
   *
   * @throws IllegalStateException if settings cannot have it
   */
  static SettingType of(java.lang.reflect.Type type, Setting setting, AnnotatedElement place) {
    SettingType plain = plainType(type, setting, place);
    return setting.optional() ? new OptionalSetting(plain) : plain;
  }

  private static SettingType plainType(
      java.lang.reflect.Type type, Setting setting, AnnotatedElement place) {
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      boolean isInt = type == int.class || type == Integer.class;
      double low = Math.max(setting.min(), isInt ? Integer.MIN_VALUE : -IntegerSetting.LARGEST);
      double high = Math.min(setting.max(), isInt ? Integer.MAX_VALUE : IntegerSetting.LARGEST);
      return new IntegerSetting((long) low + (setting.minExclusive() ? 1 : 0), (long) high, isInt);
    }
    if (type == double.class || type == Double.class) {
      return new NumberSetting(setting.min(), setting.max(), setting.minExclusive());
    }
    if (type == boolean.class || type == Boolean.class) {
      return new BooleanSetting();
    }
    if (type == String.class) {
      return new TextSetting();
    }
    if (type instanceof Class<?> c && c.isEnum()) {
      return new ChoiceSetting(List.of((Enum<?>[]) c.getEnumConstants()));
    }
    if (type instanceof ParameterizedType p && p.getRawType() == List.class) {
      return new ListSetting(plainType(p.getActualTypeArguments()[0], setting, place));
    }
    throw new IllegalStateException("a setting cannot have the type " + type + ": " + place);
  }
}

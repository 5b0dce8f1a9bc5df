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

/**
 * The type of a setting. It reads a value from a sweep file, says in messages which values are
 * allowed, and describes them to editors as JSON Schema.
 */
public interface SettingType {

  /**
   * Reads a value as an object of the type of the record's component.
   *
   * @throws SweepException if the value is not allowed
   */
  Object read(YamlValue value, String key);

  /** The allowed values in words, for messages of the form "it must be …". */
  String allowed();

  /**
   * Turns a value of this type into one that JSON can hold: String, Long, Double, Boolean, List or
   * null.
   */
  default Object plain(Object value) {
    return value;
  }

  /**
   * The type of a result column that holds values of this type. Lists are written into it as JSON.
   */
  Type column();

  /** The JSON Schema of the allowed values. */
  Map<String, Object> schema();

  /** The exception that refuses a value and says what is allowed. */
  default SweepException refused(YamlValue value, String key) {
    return SweepException.at(
        value.where(), key, value.shown() + " is not allowed; it must be " + allowed());
  }

  /** The text of a scalar that is not null. */
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
   * @throws IllegalStateException if settings cannot have this type
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
    if (type instanceof Class<?> c && c.isRecord()) {
      return RecordSetting.of(c.asSubclass(Record.class)); // of a list; other records are groups
    }
    if (type instanceof ParameterizedType p && p.getRawType() == List.class) {
      return new ListSetting(plainType(p.getActualTypeArguments()[0], setting, place));
    }
    throw new IllegalStateException("a setting cannot have the type " + type + ": " + place);
  }
}

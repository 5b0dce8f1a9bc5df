package dev.polysweep.experiment;

import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Makes a configuration from another one. The caller names the settings that differ, and all others
 * keep their values:
 *
 * <pre>{@code
 * ToyConfig config =
 *     ConfigurationBuilder.from(ToyConfig.DEFAULTS)
 *         .set("n_features", 20)
 *         .set("optimizer", OptimizerSpec.Kind.SGD)
 *         .build();
 * }</pre>
 *
 * @param <R> the configuration record
 */
public final class ConfigurationBuilder<R extends Record> {

  private R record;

  private ConfigurationBuilder(R record) {
    this.record = record;
  }

  /** Starts from a configuration, which itself does not change. */
  public static <R extends Record> ConfigurationBuilder<R> from(R configuration) {
    return new ConfigurationBuilder<>(configuration);
  }

  /**
   * Replaces a setting.
   *
   * @param key its dotted key, as in sweep files; a group's key stands for its whole record
   * @param value the new value, of the component's type; an integer may stand for a floating-point
   *     number; null only for optional settings
   * @throws IllegalArgumentException if there is no such setting, or the value is not of its type
   *     or out of its range
   */
  public ConfigurationBuilder<R> set(String key, Object value) {
    record = with(record, key, key, value);
    return this;
  }

  /** The configuration with all replaced settings. */
  public R build() {
    return record;
  }

  private static <T extends Record> T with(T record, String key, String rest, Object value) {
    @SuppressWarnings("unchecked") // a record class has no subclasses
    Class<T> type = (Class<T>) record.getClass();
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    boolean found = false;
    for (int i = 0; i < values.length; i++) {
      String name = SettingRecord.name(components[i]);
      values[i] = SettingRecord.value(components[i], record);
      if (name.equals(rest)) {
        values[i] = fitting(components[i], key, value);
        found = true;
      } else if (rest.startsWith(name + ".") && values[i] instanceof Record inner) {
        values[i] = with(inner, key, rest.substring(name.length() + 1), value);
        found = true;
      }
    }
    if (!found) {
      String names =
          Arrays.stream(components).map(SettingRecord::name).collect(Collectors.joining(", "));
      throw new IllegalArgumentException(key + ": unknown setting; there are " + names);
    }
    return SettingRecord.of(type, values);
  }

  private static Object fitting(RecordComponent component, String key, Object value) {
    Setting setting = SettingRecord.setting(component);
    if (value == null && setting.optional()) {
      return null;
    }
    Object fitting = widened(component.getType(), value);
    if (!boxed(component.getType()).isInstance(fitting)) {
      throw new IllegalArgumentException(
          key + ": " + value + " is not of the type " + component.getGenericType());
    }
    try {
      SettingRange.check(setting, fitting);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          key + ": " + value + " does not fit: " + e.getMessage(), e);
    }
    return fitting;
  }

  private static Object widened(Class<?> type, Object value) {
    boolean integer = value instanceof Integer || value instanceof Long;
    if (integer && boxed(type) == Double.class) {
      return ((Number) value).doubleValue();
    }
    return integer && boxed(type) == Long.class ? (Object) ((Number) value).longValue() : value;
  }

  private static Class<?> boxed(Class<?> type) {
    return MethodType.methodType(type).wrap().returnType();
  }
}

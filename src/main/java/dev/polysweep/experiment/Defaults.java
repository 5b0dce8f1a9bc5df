package dev.polysweep.experiment;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Reads the defaults that a configuration record declares in the annotations of its settings. */
public final class Defaults {

  private Defaults() {}

  /**
   * Makes the record in which every setting has the value of its {@link Setting#byDefault}.
   *
   * @param type a configuration record
   * @throws IllegalStateException naming the component if one has no {@link Setting}, or a default
   *     is missing, is not of the component's type or is out of the setting's range
   */
  public static <R extends Record> R of(Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = byDefault(components[i]);
    }
    return SettingRecord.of(type, values);
  }

  /**
   * Whether a setting has no default, so that it must be given. Only elements of lists have such
   * settings.
   */
  public static boolean isRequired(RecordComponent component) {
    Setting setting = SettingRecord.setting(component);
    return setting.byDefault().equals(Setting.NO_DEFAULT) && !setting.optional();
  }

  /**
   * The default of one setting.
   *
   * @throws IllegalStateException if it has none or its default does not fit
   */
  public static Object of(RecordComponent component) {
    return byDefault(component);
  }

  private static Object byDefault(RecordComponent component) {
    Setting setting = SettingRecord.setting(component);
    boolean nested = component.getType().isRecord();
    boolean absent = setting.byDefault().equals(Setting.NO_DEFAULT);
    if (nested && absent) {
      return of(component.getType().asSubclass(Record.class));
    }
    if (absent && setting.optional() && !component.getType().isPrimitive()) {
      return null;
    }
    if (nested || absent) {
      throw new IllegalStateException(
          place(component)
              + (nested
                  ? " must not have a default: its components have theirs"
                  : " has no default"));
    }
    try {
      Object value = read(component.getGenericType(), setting.byDefault());
      SettingRange.check(setting, value);
      return value;
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          place(component)
              + ": the default \""
              + setting.byDefault()
              + "\" does not fit: "
              + e.getMessage(),
          e);
    }
  }

  private static String place(RecordComponent component) {
    return component.getDeclaringRecord().getName() + "." + component.getName();
  }

  /**
   * @throws IllegalArgumentException if the text is not of the type
   */
  private static Object read(Type type, String text) {
    if (type == int.class || type == Integer.class) {
      return decimal(text, "an integer", BigDecimal::intValueExact);
    }
    if (type == long.class || type == Long.class) {
      return decimal(text, "an integer", BigDecimal::longValueExact);
    }
    if (type == double.class || type == Double.class) {
      return decimal(text, "a number", BigDecimal::doubleValue);
    }
    if (type == String.class) {
      return text;
    }
    if (type == boolean.class || type == Boolean.class) {
      return constant(List.of(false, true), text);
    }
    if (type instanceof Class<?> c && c.isEnum()) {
      return constant(Arrays.asList(c.getEnumConstants()), text);
    }
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      Type element = list.getActualTypeArguments()[0];
      return text.isBlank()
          ? List.of()
          : Arrays.stream(text.split(",", -1)).map(part -> read(element, part.strip())).toList();
    }
    throw new IllegalArgumentException("a setting cannot have the type " + type);
  }

  private static Object decimal(String text, String kind, Function<BigDecimal, Object> value) {
    try {
      return value.apply(new BigDecimal(text));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("it must be " + kind, e);
    }
  }

  private static Object constant(List<?> constants, String text) {
    for (Object constant : constants) {
      if (word(constant).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "it must be one of " + String.join(", ", constants.stream().map(Defaults::word).toList()));
  }

  private static String word(Object constant) {
    return constant instanceof Enum<?> e ? e.name().toLowerCase(Locale.ROOT) : constant.toString();
  }
}

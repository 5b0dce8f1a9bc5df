package dev.polysweep.experiment;

import dev.polysweep.table.TableSchema;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * Takes a configuration record apart into the values of its settings, and makes a record from such
 * values.
 */
public final class SettingRecord {

  private SettingRecord() {}

  /**
   * The annotation that documents a component of a configuration record.
   *
   * @throws IllegalStateException if the component has no {@link Setting}
   */
  public static Setting setting(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalStateException(component + " has no @Setting");
    }
    return setting;
  }

  /** The name of a component in sweep files, within its record. */
  public static String name(RecordComponent component) {
    String key = setting(component).key();
    return key.isEmpty() ? TableSchema.snakeCase(component.getName()) : key;
  }

  /** The value of a component within a record. */
  public static Object value(RecordComponent component, Record record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Makes a record from the values of its components.
   *
   * @param values one value per component, in the order of the components
   * @throws RuntimeException whatever the record's own constructor throws
   */
  public static <R extends Record> R of(Class<R> type, Object... values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}

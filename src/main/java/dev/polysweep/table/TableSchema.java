package dev.polysweep.table;

import java.io.Serializable;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The schema of a result table.
 *
 * @param name name of the table, which is its folder's name within the results
 * @param row what one row stands for
 * @param columns the columns, in order
 */
public record TableSchema(String name, String row, List<Column> columns) implements Serializable {

  private static final Map<Class<?>, Type> TYPES =
      Map.ofEntries(
          Map.entry(String.class, Type.STRING),
          Map.entry(boolean.class, Type.BOOLEAN),
          Map.entry(int.class, Type.INT),
          Map.entry(Integer.class, Type.INT),
          Map.entry(long.class, Type.LONG),
          Map.entry(Long.class, Type.LONG),
          Map.entry(double.class, Type.DOUBLE),
          Map.entry(Double.class, Type.DOUBLE),
          Map.entry(Instant.class, Type.TIMESTAMP),
          Map.entry(float[].class, Type.FLOATS),
          Map.entry(int[].class, Type.INTS),
          Map.entry(String[].class, Type.STRINGS),
          Map.entry(byte[].class, Type.BYTES));

  /** Copies the columns into a list that can be serialised. */
  public TableSchema {
    columns = new ArrayList<>(columns);
  }

  /**
   * The schema of a table whose rows are records of one class. Every component becomes a column,
   * whose name is the component's name in snake_case and whose documentation is its {@link
   * Describe}.
   *
   * @throws IllegalStateException if a component has no {@code Describe}
   */
  public static TableSchema of(String name, String row, Class<? extends Record> type) {
    List<Column> columns = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Describe describe = component.getAnnotation(Describe.class);
      if (describe == null) {
        throw new IllegalStateException(
            type.getSimpleName() + "." + component.getName() + " has no description");
      }
      columns.add(
          new Column(
              snakeCase(component.getName()),
              TYPES.get(component.getType()),
              describe.unit(),
              describe.value(),
              describe.formula()));
    }
    return new TableSchema(name, row, columns);
  }

  /**
   * A schema with some of the columns only, so that a reader skips the others.
   *
   * @param names names of the columns, in the order in which the schema shall have them
   * @throws IllegalArgumentException if the table has no such column
   */
  public TableSchema only(List<String> names) {
    return new TableSchema(name, row, names.stream().map(this::column).toList());
  }

  private Column column(String named) {
    return columns.stream()
        .filter(column -> column.name().equals(named))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " has no column " + named));
  }

  /** Converts a name from camelCase to snake_case: {@code ci95Low} becomes {@code ci95_low}. */
  public static String snakeCase(String camelCase) {
    return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
  }
}

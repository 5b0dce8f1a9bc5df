package dev.polysweep.table;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * A row of a table whose columns depend on the sweep, such as {@code cells} and {@code epochs}.
 *
 * @param values the values by column name, in the order of the columns: a String, Boolean, Integer,
 *     Long, Double, {@link java.time.Instant}, float[], int[], String[] or byte[], or null where
 *     the column has no value in this row
 */
public record TableRow(Map<String, Object> values) {

  /** Copies the map and keeps its order. */
  public TableRow {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * The value of a column as text; null if the row has none.
   *
   * @throws NoSuchElementException if the table has no such column
   */
  public String text(String column) {
    Object value = value(column);
    return value == null ? null : value.toString();
  }

  /**
   * The value of a column as a number; NaN if the row has none, as for an undefined metric.
   *
   * @throws NoSuchElementException if the table has no such column
   * @throws IllegalStateException if the column does not hold numbers
   */
  public double number(String column) {
    Object value = value(column);
    if (value == null) {
      return Double.NaN;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalStateException(column + " holds " + value + ", which is no number");
  }

  private Object value(String column) {
    if (!values.containsKey(column)) {
      throw new NoSuchElementException(
          "no column " + column + "; there are " + String.join(", ", values.keySet()));
    }
    return values.get(column);
  }
}

package dev.polysweep.table;

import java.io.Serializable;

/**
 * A column of a result table. Both the Parquet schema and the documentation of the column are
 * generated from this one definition.
 *
 * @param name name in snake_case
 * @param type type of the values
 * @param unit unit of the values; "" for none
 * @param meaning what the column holds, in one phrase or sentence
 * @param formula formula of the values; "" for none
 */
public record Column(String name, Type type, String unit, String meaning, String formula)
    implements Serializable {

  /** A column for a metric: doubles with a unit and a formula. */
  public static Column metric(String name, String unit, String meaning, String formula) {
    return new Column(name, Type.DOUBLE, unit, meaning, formula);
  }

  /** A column without a unit or a formula. */
  public static Column of(String name, Type type, String meaning) {
    return new Column(name, type, "", meaning, "");
  }
}

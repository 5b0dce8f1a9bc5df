package dev.polysweep.table;

import java.io.Serializable;

/**
 * A column of a result table: the one definition from which schema and documentation are made.
 *
 * @param name snake_case
 * @param type type of its values
 * @param unit unit, or "" for none
 * @param meaning one sentence
 * @param formula formula, or "" where the meaning says all
 */
public record Column(String name, Type type, String unit, String meaning, String formula)
    implements Serializable {

  /** A column of doubles with a formula: a metric. */
  public static Column metric(String name, String unit, String meaning, String formula) {
    return new Column(name, Type.DOUBLE, unit, meaning, formula);
  }

  /** A column without unit and formula. */
  public static Column of(String name, Type type, String meaning) {
    return new Column(name, type, "", meaning, "");
  }
}

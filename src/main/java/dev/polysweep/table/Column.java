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
 * @param range the values that a metric can take
 * @param better which values of a metric are the good ones
 */
public record Column(
    String name, Type type, String unit, String meaning, String formula, Range range, Better better)
    implements Serializable {

  /** A column that can hold any value, of which none is better than another. */
  public Column(String name, Type type, String unit, String meaning, String formula) {
    this(name, type, unit, meaning, formula, Range.ANY, Better.NEITHER);
  }

  /** A column for a metric: doubles with a unit and a formula. */
  public static Column metric(String name, String unit, String meaning, String formula) {
    return new Column(name, Type.DOUBLE, unit, meaning, formula);
  }

  /** A column without a unit or a formula. */
  public static Column of(String name, Type type, String meaning) {
    return new Column(name, type, "", meaning, "");
  }

  /** The same column, with the values that it can hold. */
  public Column within(Range values) {
    return new Column(name, type, unit, meaning, formula, values, better);
  }

  /** The same column, of which small values are the good ones. */
  public Column lowIsGood() {
    return new Column(name, type, unit, meaning, formula, range, Better.LOW);
  }

  /** The same column, of which large values are the good ones. */
  public Column highIsGood() {
    return new Column(name, type, unit, meaning, formula, range, Better.HIGH);
  }
}

package dev.polysweep.table;

/** The types of columns, with the name of each type in the documentation of the tables. */
public enum Type {
  STRING("string"),
  BOOLEAN("boolean"),
  INT("int32"),
  LONG("int64"),
  DOUBLE("double"),
  /** An instant, in microseconds since 1970-01-01 UTC. */
  TIMESTAMP("timestamp, µs"),
  /** A list of 32-bit floats, array&lt;float&gt; in Spark. */
  FLOATS("list of float"),
  INTS("list of int32"),
  STRINGS("list of string"),
  BYTES("bytes");

  private final String words;

  Type(String words) {
    this.words = words;
  }

  /** The name of the type in documentation. */
  public String words() {
    return words;
  }
}

package dev.polysweep.table;

/** Types of columns, with their Parquet counterparts in the schema that Spark writes. */
public enum Type {
  STRING("string"),
  BOOLEAN("boolean"),
  INT("int32"),
  LONG("int64"),
  DOUBLE("double"),
  /** Microseconds since the epoch, UTC. */
  TIMESTAMP("timestamp, µs"),
  /** array&lt;float&gt;. */
  FLOATS("list of float"),
  INTS("list of int32"),
  STRINGS("list of string"),
  BYTES("bytes");

  private final String words;

  Type(String words) {
    this.words = words;
  }

  /** What documentation calls it. */
  public String words() {
    return words;
  }
}

package dev.polysweep.table;

import java.util.List;

/** The activations that an extraction leaves. */
public final class ActivationTable {

  /** Name of the table. */
  public static final String NAME = "activations";

  private ActivationTable() {}

  /**
   * Its columns.
   *
   * @param half whether activations are kept as float16
   */
  public static TableSchema of(boolean half) {
    return new TableSchema(
        NAME,
        "one token of one document",
        List.of(
            Column.of("document", Type.LONG, "document that it belongs to"),
            Column.of("position", Type.INT, "place of the token in the document, from 0"),
            Column.of("token_id", Type.INT, "id of the token"),
            Column.of("token_text", Type.STRING, "what it stands for in the text"),
            half
                ? Column.of(
                    NAME,
                    Type.BYTES,
                    "the activation: IEEE 754 half-precision numbers of two bytes each, little-endian"
                        + " (numpy.frombuffer(x, dtype='<f2'))")
                : Column.of(NAME, Type.FLOATS, "the activation")));
  }
}

package dev.polysweep.table;

import java.util.List;

/** The table of a transformer's activations on a corpus, which {@code polysweep extract} writes. */
public final class ActivationTable {

  /** The name of the table and of its column with the activation. */
  public static final String NAME = "activations";

  private ActivationTable() {}

  /**
   * The schema of the table.
   *
   * @param half whether activations are stored as float16 instead of float32
   */
  public static TableSchema of(boolean half) {
    return new TableSchema(
        NAME,
        "one token of one document",
        List.of(
            Column.of("document", Type.LONG, "document that the token belongs to"),
            Column.of("position", Type.INT, "position of the token in the document, from 0"),
            Column.of("token_id", Type.INT, "id of the token"),
            Column.of("token_text", Type.STRING, "the part of the text that the token stands for"),
            half
                ? Column.of(
                    NAME,
                    Type.BYTES,
                    "the activation: IEEE 754 half-precision numbers of two bytes each, little-endian"
                        + " (numpy.frombuffer(x, dtype='<f2'))")
                : Column.of(NAME, Type.FLOATS, "the activation")));
  }
}

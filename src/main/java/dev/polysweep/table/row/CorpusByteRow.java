package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/**
 * A row of the corpus table {@code bytes}: one byte of the planted corpus with its ground truth.
 */
public record CorpusByteRow(
    @Describe("document that the byte belongs to") long document,
    @Describe("position of the byte in the document, from 0") int position,
    @Describe("value of the byte") int byteValue,
    @Describe(
            "planted language of the byte: prose, arithmetic, dna, …; none for the tab between two segments")
        String language,
    @Describe("role of the byte in its language: noun, operator, base, …") String role,
    @Describe(
            value =
                "surprisal of the random choices that the generator made just before it wrote this byte; the sum over a document is −ln of the document's probability",
            unit = "nats",
            formula = "−ln p")
        double surprisal)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("bytes", "one byte of the corpus", CorpusByteRow.class);
}

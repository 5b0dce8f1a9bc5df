package dev.polysweep.table;

import java.io.Serializable;

/** One byte of the planted corpus with its ground truth. */
public record CorpusByteRow(
    @Describe("document that it belongs to") long document,
    @Describe("place in the document, from 0") int position,
    @Describe("the byte") int byteValue,
    @Describe("planted language: prose, arithmetic, dna, …; none between two segments")
        String language,
    @Describe("what the byte does in its language: noun, operator, base, …") String role,
    @Describe(
            value =
                "surprisal of the generator's choices that this byte begins; over a document they add up to −ln of its probability",
            unit = "nats",
            formula = "−ln p")
        double surprisal)
    implements Serializable {

  /** Columns of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("bytes", "one byte of the corpus", CorpusByteRow.class);
}

package dev.polysweep.table;

import java.io.Serializable;

/** One document of the planted corpus. */
public record CorpusRow(
    @Describe("number of the document, from 0") long document,
    @Describe("the document") String text)
    implements Serializable {

  /** Columns of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("documents", "one document of the corpus", CorpusRow.class);
}

package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/** A row of the corpus table {@code documents}: one document of the planted corpus. */
public record CorpusRow(
    @Describe("number of the document, from 0") long document,
    @Describe("text of the document") String text)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("documents", "one document of the corpus", CorpusRow.class);
}

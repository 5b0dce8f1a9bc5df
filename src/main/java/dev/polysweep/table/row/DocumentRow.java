package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/**
 * A row of the table {@code documents} of an extraction: one document of the source and what was
 * read of it.
 */
public record DocumentRow(
    @Describe("number of the document, from 0, in the order of the source") long document,
    @Describe("file that the document comes from") String source,
    @Describe(
            "ok; or the reason why the document was skipped: empty (it yields no token), broken_utf8 (its bytes are not UTF-8)")
        String status,
    @Describe("number of its tokens; 0 if skipped") int tokens,
    @Describe(
            "number of its tokens that were run through the model; fewer only if long documents are cut")
        int used,
    @Describe("ids of the tokens that were run") int[] tokenIds,
    @Describe("the part of the text that each of these tokens stands for") String[] tokenTexts,
    @Describe("wave in which the document is extracted") int wave,
    @Describe("batch in which the document runs through the model") long batch)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("documents", "one document of the source", DocumentRow.class);
}

package dev.polysweep.table;

import java.io.Serializable;

/** One document of an extraction's source. */
public record DocumentRow(
    @Describe("number of the document, from 0, in the order of the source") long document,
    @Describe("file that it comes from") String source,
    @Describe(
            "ok; or why it was skipped: empty (no token comes of it), broken_utf8 (its bytes are not UTF-8)")
        String status,
    @Describe("tokens that it has; 0 if skipped") int tokens,
    @Describe("of these, how many were run; fewer only where long documents are cut") int used,
    @Describe("ids of the tokens that were run") int[] tokenIds,
    @Describe("what each of them stands for in the text") String[] tokenTexts,
    @Describe("wave in which it is extracted") int wave,
    @Describe("batch in which it runs through the model") long batch)
    implements Serializable {

  /** Columns of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("documents", "one document of the source", DocumentRow.class);
}

package dev.polysweep.spark.activation;

import dev.polysweep.spark.store.ParquetTables;
import dev.polysweep.spark.store.ResultStore;
import dev.polysweep.spark.store.SparkRows;
import dev.polysweep.table.row.DocumentRow;
import dev.polysweep.transformer.Tokenizer;
import dev.polysweep.transformer.Tokens;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Makes the table {@code documents}: reads, checks and tokenizes every document, numbers the
 * documents in the order of the source, and assigns each to a wave and a batch by the number of
 * tokens before it. All of this depends on the source alone and not on Spark's partitions;
 * therefore the same documents always run through the model together.
 */
final class Documents {

  static final String OK = "ok";

  private Documents() {}

  /** Writes the table into the staging folder, and then moves it into place. */
  static void write(SparkSession spark, ResultStore store, TextSource source, Extraction of)
      throws IOException {
    JavaRDD<DocumentRow> cut =
        source
            .read(spark)
            .toJavaRDD()
            .mapPartitions(rows -> mapped(rows, of))
            .persist(StorageLevel.DISK_ONLY());
    try {
      List<long[]> before = before(cut);
      long waveTokens = of.waveTokens();
      long batchTokens = of.batchTokens();
      JavaRDD<Row> numbered =
          cut.mapPartitionsWithIndex(
              (index, rows) -> numbered(rows, before.get(index), waveTokens, batchTokens), false);
      String table = DocumentRow.SCHEMA.name();
      ParquetTables.write(numbered, DocumentRow.SCHEMA, store.staging(table));
      store.replaceTable(table);
    } finally {
      cut.unpersist();
    }
  }

  /** For each partition, the numbers of documents and of tokens in the partitions before it. */
  private static List<long[]> before(JavaRDD<DocumentRow> cut) {
    List<long[]> counts = cut.mapPartitions(Documents::counted).collect();
    List<long[]> before = new ArrayList<>();
    long[] sum = new long[2];
    for (long[] count : counts) {
      before.add(sum.clone());
      sum[0] += count[0];
      sum[1] += count[1];
    }
    return before;
  }

  private static Iterator<long[]> counted(Iterator<DocumentRow> rows) {
    long[] count = new long[2];
    rows.forEachRemaining(
        row -> {
          count[0]++;
          count[1] += row.used();
        });
    return List.of(count).iterator();
  }

  private static Iterator<Row> numbered(
      Iterator<DocumentRow> rows, long[] before, long waveTokens, long batchTokens) {
    long[] at = before.clone();
    return lazily(
        rows,
        row -> {
          DocumentRow numbered =
              new DocumentRow(
                  at[0]++,
                  row.source(),
                  row.status(),
                  row.tokens(),
                  row.used(),
                  row.tokenIds(),
                  row.tokenTexts(),
                  Math.toIntExact(at[1] / waveTokens),
                  at[1] / batchTokens);
          at[1] += row.used();
          return SparkRows.of(numbered);
        });
  }

  private static Iterator<DocumentRow> mapped(Iterator<Row> rows, Extraction of) {
    Tokenizer tokenizer = ExecutorModels.tokenizer(of);
    return lazily(rows, row -> document(row.getString(0), row.getAs(1), tokenizer, of));
  }

  private static DocumentRow document(
      String source, byte[] bytes, Tokenizer tokenizer, Extraction of) {
    String text;
    try {
      text =
          bytes == null
              ? ""
              : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return skipped(source, "broken_utf8");
    }
    Tokens tokens = tokenizer.encode(text);
    int n = tokens.ids().length;
    if (n == 0) {
      return skipped(source, "empty");
    }
    int used = of.cut() ? Math.min(n, of.context()) : n;
    return new DocumentRow(
        0,
        source,
        OK,
        n,
        used,
        Arrays.copyOf(tokens.ids(), used),
        tokens.texts().subList(0, used).toArray(String[]::new),
        0,
        0);
  }

  private static DocumentRow skipped(String source, String why) {
    return new DocumentRow(0, source, why, 0, 0, new int[0], new String[0], 0, 0);
  }

  private static <A, B> Iterator<B> lazily(
      Iterator<A> rows, java.util.function.Function<A, B> function) {
    Iterable<A> all = () -> rows;
    return StreamSupport.stream(all.spliterator(), false).map(function).iterator();
  }
}

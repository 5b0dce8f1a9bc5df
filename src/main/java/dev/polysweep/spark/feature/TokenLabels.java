package dev.polysweep.spark.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.polysweep.feature.LabelSet;
import dev.polysweep.feature.LabelSet.Truth;
import dev.polysweep.spark.store.ResultReader;
import dev.polysweep.spark.store.ResultStore;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.row.CorpusByteRow;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import scala.Tuple2;

/**
 * The ground truth of tokens. It is read from the table {@code bytes} of a corpus folder, or from
 * any Parquet with the columns {@code document}, {@code position}, {@code language} and,
 * optionally, {@code role}, one row for each token. Tokens whose language is null or {@code none}
 * have no label.
 *
 * @param set the labels that occur
 * @param rows rows of document, position, language and role
 */
record TokenLabels(LabelSet set, Dataset<Row> rows) {

  private static final int MOST = 4096;

  /** Language of a token between languages in the corpus; such a token has no label. */
  private static final String NONE = "none";

  /**
   * The labels of some tokens of one document.
   *
   * @param position positions of the tokens in the document {@code [tokens]}
   * @param label indexes of their ground truth in the {@link LabelSet} {@code [tokens]}
   */
  record Part(int[] position, int[] label) implements Serializable {}

  /**
   * Opens a folder of labels.
   *
   * @throws SweepException if there is no Parquet, a column is missing, or there are no rows or too
   *     many different labels
   * @throws IOException if the folder's file system cannot be reached
   */
  static TokenLabels open(SparkSession spark, String folder) throws IOException {
    ResultStore store = new ResultStore(folder, spark.sparkContext().hadoopConfiguration());
    String table = CorpusByteRow.SCHEMA.name();
    String path = store.has(table) ? store.table(table).toString() : store.root().toString();
    Dataset<Row> read;
    try {
      read = ResultReader.literally(spark).parquet(path);
    } catch (Exception e) { // Spark throws checked exceptions undeclared
      throw new SweepException(
          String.format(
              Locale.ROOT,
              "--labels: %s holds no labels; polysweep corpus makes such a folder",
              folder));
    }
    List<String> columns = Arrays.asList(read.columns());
    for (String wanted : List.of("document", "position", "language")) {
      if (!columns.contains(wanted)) {
        throw new SweepException(
            String.format(
                Locale.ROOT,
                "--labels: %s has no column %s; document, position, language and perhaps role are wanted",
                folder,
                wanted));
      }
    }
    Dataset<Row> rows =
        read.select(
                col("document").cast(DataTypes.LongType),
                col("position").cast(DataTypes.IntegerType),
                col("language").cast(DataTypes.StringType),
                (columns.contains("role") ? col("role") : lit(null))
                    .cast(DataTypes.StringType)
                    .as("role"))
            .where("document is not null and position is not null and language <> '" + NONE + "'");
    List<Row> distinct = rows.select("language", "role").distinct().takeAsList(MOST + 1);
    if (distinct.isEmpty() || distinct.size() > MOST) {
      throw new SweepException(
          String.format(
              Locale.ROOT,
              "--labels: %s has %s; 1 to %d pairs of language and role are wanted",
              folder,
              distinct.isEmpty() ? "no rows" : "too many labels",
              MOST));
    }
    return new TokenLabels(
        new LabelSet(
            distinct.stream().map(row -> new Truth(row.getString(0), row.getString(1))).toList()),
        rows);
  }

  /** The labels by document, one part for each run of consecutive rows of the same document. */
  JavaPairRDD<Long, Part> byDocument(Broadcast<LabelSet> labels) {
    return rows.toJavaRDD().mapPartitionsToPair(rows -> new Runs(rows, labels.value()));
  }

  private static final class Runs implements Iterator<Tuple2<Long, Part>> {
    private final Iterator<Row> rows;
    private final LabelSet labels;
    private Row ahead;

    Runs(Iterator<Row> rows, LabelSet labels) {
      this.rows = rows;
      this.labels = labels;
      advance();
    }

    @Override
    public boolean hasNext() {
      return ahead != null;
    }

    @Override
    public Tuple2<Long, Part> next() {
      if (ahead == null) {
        throw new NoSuchElementException();
      }
      long document = ahead.getLong(0);
      IntStream.Builder position = IntStream.builder();
      IntStream.Builder label = IntStream.builder();
      while (ahead != null && ahead.getLong(0) == document) {
        position.add(ahead.getInt(1));
        label.add(labels.index(new Truth(ahead.getString(2), ahead.getString(3))));
        advance();
      }
      return new Tuple2<>(document, new Part(position.build().toArray(), label.build().toArray()));
    }

    private void advance() {
      ahead = rows.hasNext() ? rows.next() : null;
    }
  }
}

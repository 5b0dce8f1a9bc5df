package dev.polysweep.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.polysweep.feature.LabelSet;
import dev.polysweep.feature.LabelSet.Truth;
import dev.polysweep.sweep.SweepException;
import dev.polysweep.table.CorpusByteRow;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import scala.Tuple2;

/**
 * The ground truth of tokens: a corpus folder's table {@code bytes}, or any Parquet with {@code
 * document}, {@code position}, {@code language} and perhaps {@code role}, a row a token.
 *
 * @param set what there is to know
 * @param rows document, position, language, role
 */
record TokenLabels(LabelSet set, Dataset<Row> rows) {

  private static final int MOST = 4096;

  /** What is known of one token. */
  record At(int position, int label) implements Serializable {}

  /**
   * Opens labels.
   *
   * @throws SweepException if there are none
   */
  static TokenLabels open(SparkSession spark, String folder) throws IOException {
    ResultStore store = new ResultStore(folder, spark.sparkContext().hadoopConfiguration());
    String table = CorpusByteRow.SCHEMA.name();
    String path = store.has(table) ? store.table(table).toString() : store.root().toString();
    Dataset<Row> read;
    try {
      read = spark.read().parquet(path);
    } catch (Exception e) { // Spark's own is checked, and thrown unannounced
      throw new SweepException(
          "--labels: %s holds no labels; polysweep corpus makes such a folder".formatted(folder));
    }
    List<String> columns = Arrays.asList(read.columns());
    for (String wanted : List.of("document", "position", "language")) {
      if (!columns.contains(wanted)) {
        throw new SweepException(
            "--labels: %s has no column %s; document, position, language and perhaps role are wanted"
                .formatted(folder, wanted));
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
            .where("document is not null and position is not null and language is not null");
    List<Row> distinct = rows.select("language", "role").distinct().takeAsList(MOST + 1);
    if (distinct.isEmpty() || distinct.size() > MOST) {
      throw new SweepException(
          "--labels: %s has %s; 1 to %d pairs of language and role are wanted"
              .formatted(folder, distinct.isEmpty() ? "no rows" : "too many labels", MOST));
    }
    return new TokenLabels(
        new LabelSet(
            distinct.stream().map(row -> new Truth(row.getString(0), row.getString(1))).toList()),
        rows);
  }

  /** Labels by document. */
  JavaPairRDD<Long, At> byDocument(Broadcast<LabelSet> labels) {
    return rows.toJavaRDD()
        .mapToPair(
            row ->
                new Tuple2<>(
                    row.getLong(0),
                    new At(
                        row.getInt(1),
                        labels.value().index(new Truth(row.getString(2), row.getString(3))))));
  }
}

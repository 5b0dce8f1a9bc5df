package dev.polysweep.spark.activation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;

import dev.polysweep.sweep.yaml.Nearest;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Documents to be read: the lines of text files, whole text files, or a column of Parquet files.
 *
 * @param paths files, folders or patterns, as Spark understands them
 * @param column name of the column of Parquet files, or null for text files
 * @param whole whether each text file is one document; otherwise each of its lines is one
 */
public record TextSource(List<String> paths, String column, boolean whole) {

  /** Copies the list of paths. */
  public TextSource {
    paths = List.copyOf(paths);
  }

  /**
   * Reads the documents, ordered by file and, within a file, as they stand there.
   *
   * @return rows of {@code source}, the path of the file, and {@code bytes}, the content of the
   *     document, which may be null in Parquet files
   * @throws SweepException if there are no such files or no such column, or if the column holds
   *     neither text nor bytes
   */
  Dataset<Row> read(SparkSession spark) {
    Dataset<Row> ordered =
        column == null
            ? text(spark)
                .select(
                    col("_metadata.file_path").as("source"),
                    col("_metadata.file_block_start").as("block"),
                    monotonically_increasing_id().as("row"),
                    col("value").cast(DataTypes.BinaryType).as("bytes"))
            : parquet(spark)
                .select(
                    col("_metadata.file_path").as("source"),
                    lit(0L).as("block"),
                    col("_metadata.row_index").as("row"),
                    col("`" + column + "`").cast(DataTypes.BinaryType).as("bytes"));
    return ordered.sort("source", "block", "row").select("source", "bytes");
  }

  /**
   * Identifies the documents, so that a later run can tell whether they have changed: how the files
   * are read, their number, and a hash of their names and contents.
   *
   * @throws IOException if a file cannot be read
   */
  Map<String, Object> fingerprint(SparkSession spark) throws IOException {
    Dataset<Row> files = column == null ? text(spark) : parquet(spark);
    String[] names = files.inputFiles();
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("documents_are", column != null ? "column " + column : whole ? "files" : "lines");
    found.put("files", names.length);
    found.put("sha256", SourceHash.of(spark, names, true));
    return found;
  }

  private Dataset<Row> text(SparkSession spark) {
    return found(() -> spark.read().option("wholetext", whole).text(array()));
  }

  private Dataset<Row> parquet(SparkSession spark) {
    Dataset<Row> table = found(() -> spark.read().parquet(array()));
    List<String> columns = List.of(table.columns());
    if (!columns.contains(column)) {
      throw new SweepException(
          String.format(
              Locale.ROOT,
              "--column: there is no column '%s'%s; there are %s",
              column,
              Nearest.hint(column, columns),
              String.join(", ", columns)));
    }
    DataType type = table.schema().apply(column).dataType();
    if (!type.equals(DataTypes.StringType) && !type.equals(DataTypes.BinaryType)) {
      throw new SweepException(
          String.format(
              Locale.ROOT,
              "--column: '%s' holds %s; text or bytes are wanted",
              column,
              type.simpleString()));
    }
    return table;
  }

  private String[] array() {
    return paths.toArray(String[]::new);
  }

  private interface Reading {
    Dataset<Row> read() throws AnalysisException;
  }

  private static Dataset<Row> found(Reading reading) {
    try {
      return reading.read();
    } catch (Exception e) { // Spark throws checked exceptions undeclared
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new SweepException("SOURCE cannot be read: " + why);
    }
  }
}

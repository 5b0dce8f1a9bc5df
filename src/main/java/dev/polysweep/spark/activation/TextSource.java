package dev.polysweep.spark.activation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;

import dev.polysweep.sweep.yaml.Nearest;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Documents to be read: lines of text files, whole text files, or a column of Parquet files.
 *
 * @param paths files, folders or patterns, as Spark reads them
 * @param column the column of Parquet files, or null for text files
 * @param whole whether a text file is one document, and not its lines
 */
public record TextSource(List<String> paths, String column, boolean whole) {

  /** Copies the list. */
  public TextSource {
    paths = List.copyOf(paths);
  }

  /**
   * The documents in order: by file, and within a file as they stand there.
   *
   * @return rows of {@code source}, the file, and {@code bytes}, the document, null where it is
   * @throws SweepException if there is nothing of that name or kind
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

  /** What tells whether the files are the same as before: number, size, names with lengths. */
  Map<String, Object> fingerprint(SparkSession spark) throws IOException {
    Dataset<Row> files = column == null ? text(spark) : parquet(spark);
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    String[] names = files.inputFiles();
    Arrays.sort(names);
    long bytes = 0;
    StringBuilder listing = new StringBuilder();
    for (String name : names) {
      Path path = new Path(java.net.URI.create(name));
      long length = path.getFileSystem(hadoop).getFileStatus(path).getLen();
      bytes += length;
      listing.append(length).append(' ').append(name).append('\n');
    }
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("documents_are", column != null ? "column " + column : whole ? "files" : "lines");
    found.put("files", names.length);
    found.put("bytes", bytes);
    found.put("listing", Integer.toHexString(listing.toString().hashCode()));
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
    } catch (Exception e) { // Spark's own is checked, and thrown unannounced
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new SweepException("SOURCE cannot be read: " + why);
    }
  }
}

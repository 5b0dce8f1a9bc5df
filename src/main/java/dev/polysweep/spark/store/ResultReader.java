package dev.polysweep.spark.store;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get_json_object;

import dev.polysweep.table.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Reads the tables of a results folder as datasets: only complete waves, with the columns of the
 * sweep at hand. Methods throw an {@link IOException} if the folder cannot be read.
 */
public final class ResultReader {

  /**
   * Spark's option that, set to false, makes it take {@code [}, {@code *} and the like in a
   * folder's name literally, not as patterns.
   */
  private static final String GLOB = "__globPaths__";

  private final SparkSession spark;
  private final ResultStore store;
  private final ResultTables tables;

  /**
   * Creates a reader.
   *
   * @param tables the tables to read, with their columns. A wave that was written before a setting
   *     was swept lacks the setting's column; the value is then taken from {@code config}, which
   *     holds every setting.
   */
  public ResultReader(SparkSession spark, ResultStore store, ResultTables tables) {
    this.spark = spark;
    this.store = store;
    this.tables = tables;
  }

  /**
   * A reader of Parquet for paths that the program itself made: Spark takes no character of them
   * for a pattern.
   */
  public static DataFrameReader literally(SparkSession spark) {
    return spark.read().option(GLOB, "false");
  }

  /** The table {@code cells}. Missing values of swept settings are taken from {@code config}. */
  public Dataset<Row> cells() throws IOException {
    StructType schema = SparkRows.schema(tables.cells());
    Column[] columns = new Column[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      String name = schema.fields()[i].name();
      String path = tables.swept().get(name);
      columns[i] =
          path == null
              ? col(name)
              : coalesce(
                      col(name),
                      get_json_object(col("config"), path).cast(schema.fields()[i].dataType()))
                  .as(name);
    }
    return read(tables.cells()).select(columns);
  }

  /** The table {@code epochs}. */
  public Dataset<Row> epochs() throws IOException {
    return read(tables.epochs());
  }

  /** The table {@code arrays}. */
  public Dataset<Row> arrays() throws IOException {
    return read(tables.arrays());
  }

  /** A table of events. */
  public Dataset<Row> events(TableSchema table) throws IOException {
    return read(table);
  }

  private Dataset<Row> read(TableSchema table) throws IOException {
    StructType schema = SparkRows.schema(table);
    String[] paths = store.completePaths(table.name());
    return paths.length == 0
        ? spark.createDataFrame(List.<Row>of(), schema)
        : literally(spark).schema(schema).parquet(paths);
  }

  /** The ids of all cells that have a row in {@code cells}, however they ended. */
  public CellIdSet doneCells() throws IOException {
    if (store.completeWaves().isEmpty()) {
      return CellIdSet.of(List.of());
    }
    List<long[]> chunks =
        SparkRows.rdd(read(tables.cells()).select("cell_id"))
            .mapPartitions(ResultReader::packed)
            .collect();
    return CellIdSet.of(chunks);
  }

  private static Iterator<long[]> packed(Iterator<Row> ids) {
    List<Long> packed = new ArrayList<>();
    ids.forEachRemaining(row -> packed.add(CellIdSet.pack(row.getString(0))));
    return List.of(packed.stream().mapToLong(Long::longValue).toArray()).iterator();
  }
}

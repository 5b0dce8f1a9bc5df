package dev.polysweep.spark.store;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.lit;

import dev.polysweep.table.ArrayRow;
import dev.polysweep.table.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Reads the tables of a results folder: complete waves only, with the columns of the sweep at hand.
 */
public final class ResultReader {

  /**
   * Spark's option that keeps it from taking {@code [}, {@code *} and the like in a folder's name
   * for patterns.
   */
  static final String GLOB = "__globPaths__";

  private final SparkSession spark;
  private final ResultStore store;
  private final ResultTables tables;

  /**
   * @param tables columns to read. A wave that was written before a setting was swept lacks its
   *     column; the value is then taken from {@code config}, which holds every setting.
   */
  public ResultReader(SparkSession spark, ResultStore store, ResultTables tables) {
    this.spark = spark;
    this.store = store;
    this.tables = tables;
  }

  /** Table {@code cells}, completed from {@code config}. */
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

  /** Table {@code epochs}. */
  public Dataset<Row> epochs() throws IOException {
    return read(tables.epochs());
  }

  /** Table {@code arrays}. */
  public Dataset<Row> arrays() throws IOException {
    return read(tables.arrays());
  }

  private DataFrameReader files() {
    return spark.read().option(GLOB, "false");
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
        : files().schema(schema).parquet(paths);
  }

  /** Ids of all cells with a row, however they ended. */
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

  /**
   * What the cells of a label were made by.
   *
   * @param label label
   * @param config canonical JSON of its settings
   * @param engine engine
   */
  public record Recipe(String label, String config, String engine) {}

  /** The recipes in the results, one for each distinct label, configuration and engine. */
  public List<Recipe> recipes() throws IOException {
    if (store.completeWaves().isEmpty()) {
      return List.of();
    }
    return SparkRows.collect(read(tables.cells()).select("label", "config", "engine").distinct())
        .stream()
        .map(row -> new Recipe(row.getString(0), row.getString(1), row.getString(2)))
        .sorted(java.util.Comparator.comparing(Recipe::label))
        .toList();
  }

  /**
   * The rows of an aggregate table, in the order in which they were written.
   *
   * @param type the record of a row
   */
  public <R extends Record> List<R> rows(TableSchema table, Class<R> type) throws IOException {
    return ParquetTables.read(
            table, store.table(table.name()), spark.sparkContext().hadoopConfiguration())
        .stream()
        .map(row -> SparkRows.record(row, type))
        .toList();
  }

  /**
   * Number of a sweep's cells by status: {@code ok}, {@code diverged}, {@code failed}; absent where
   * 0. Cells that the sweep does not have are not counted.
   */
  public Map<String, Long> statusCounts(CurrentCells current) throws IOException {
    Map<String, Long> counts = new LinkedHashMap<>();
    Dataset<Row> cells = read(tables.cells()).select("cell_id", "status");
    SparkRows.collect(current.of(cells).groupBy("status").agg(count(lit(1))))
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }

  /** The matrices of one cell by name; empty if there is no such cell or it left none. */
  public Map<String, ArrayRow> arraysOf(String cellId) throws IOException {
    Map<String, ArrayRow> found = new LinkedHashMap<>();
    for (Row row : SparkRows.collect(arrays().filter(col("cell_id").equalTo(cellId)))) {
      found.put(row.getString(3), SparkRows.array(row));
    }
    return found;
  }

  /**
   * A cell in the results.
   *
   * @param id its id
   * @param label its label
   * @param seed its seed
   * @param status how it ended
   */
  public record CellKey(String id, String label, long seed, String status) {}

  /**
   * Cells whose id begins like this, ordered by id.
   *
   * @param most at most so many
   */
  public List<CellKey> cellsLike(String prefix, int most) throws IOException {
    return SparkRows.collect(
            read(tables.cells())
                .filter(col("cell_id").startsWith(prefix))
                .select("cell_id", "label", "seed", "status")
                .orderBy("cell_id")
                .limit(most))
        .stream()
        .map(
            row ->
                new CellKey(row.getString(0), row.getString(1), row.getLong(2), row.getString(3)))
        .toList();
  }

  /**
   * A cell's loss at a logged epoch.
   *
   * @param phase of the training
   * @param epoch from 1
   * @param loss NaN where there was none
   */
  public record LoggedLoss(String phase, int epoch, double loss) {}

  /** The losses that one cell logged; within a phase by epoch. */
  public List<LoggedLoss> lossesOf(String cellId) throws IOException {
    return SparkRows.collect(
            epochs()
                .filter(col("cell_id").equalTo(cellId))
                .select("phase", "epoch", "loss")
                .orderBy("phase", "epoch"))
        .stream()
        .map(
            row ->
                new LoggedLoss(
                    row.getString(0),
                    row.getInt(1),
                    row.isNullAt(2) ? Double.NaN : row.getDouble(2)))
        .toList();
  }
}

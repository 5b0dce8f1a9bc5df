package dev.polysweep.spark.aggregate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.polysweep.spark.session.JobNames;
import dev.polysweep.spark.session.SideBySide;
import dev.polysweep.spark.store.CurrentCells;
import dev.polysweep.spark.store.ParquetTables;
import dev.polysweep.spark.store.ResultReader;
import dev.polysweep.spark.store.ResultStore;
import dev.polysweep.spark.store.ResultTables;
import dev.polysweep.spark.store.SparkRows;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.table.CellValues;
import dev.polysweep.table.EventTable;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.row.ArrayRow;
import dev.polysweep.table.row.ContrastRow;
import dev.polysweep.table.row.CosineRow;
import dev.polysweep.table.row.CurveRow;
import dev.polysweep.table.row.DecisionRow;
import dev.polysweep.table.row.EffectRow;
import dev.polysweep.table.row.EventSummaryRow;
import dev.polysweep.table.row.LevelRow;
import dev.polysweep.table.row.NullRow;
import dev.polysweep.table.row.RivalRow;
import dev.polysweep.table.row.ShareRow;
import dev.polysweep.table.row.SummaryRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * Makes the tables {@code summary}, {@code nulls}, {@code contrasts}, {@code effects}, {@code
 * shares}, {@code levels}, {@code rivals}, {@code curves}, {@code cosines}, {@code event_summary}
 * and {@code decisions} from {@code cells}, {@code epochs}, {@code arrays} and the tables of
 * events. Only cells that belong to the sweep at hand and have the status ok count; missing values
 * are skipped. Values are summed in the order of seeds, so the tables have the same bits whatever
 * the partitioning.
 */
public final class Aggregator {

  /**
   * The tables that this class writes. {@code effects} is empty unless the sweep is a full
   * two-level factorial, and {@code decisions} unless the sweep decides how many seeds it takes.
   */
  public static final List<TableSchema> TABLES =
      List.of(
          SummaryRow.SCHEMA,
          NullRow.SCHEMA,
          ContrastRow.SCHEMA,
          EffectRow.SCHEMA,
          ShareRow.SCHEMA,
          LevelRow.SCHEMA,
          RivalRow.SCHEMA,
          CurveRow.SCHEMA,
          CosineRow.SCHEMA,
          EventSummaryRow.SCHEMA,
          DecisionRow.SCHEMA);

  /** Name of the matrices of cosines between the feature directions of a cell. */
  private static final String COSINES = "cosine";

  /** Name of the matrices of feature directions, {@code [directions, dimensions]}. */
  private static final String DIRECTIONS = "w_dec";

  /**
   * Compressed bytes of input that one task sorts. A smaller input is sorted by a single task,
   * without a shuffle.
   */
  private static final long TASK_BYTES = 32L << 20;

  private final SparkSession spark;
  private final ResultStore store;
  private final ResultReader reader;
  private final Sweep sweep;
  private final ResultTables tables;
  private final Map<String, List<NullTest>> nullTests;
  private final CurrentCells current;
  private Map<String, String> controls = Map.of();
  private List<EventTable> events = List.of();

  /**
   * Creates an aggregator.
   *
   * @param store the results folder, which is read and gets the aggregate tables
   * @param tables the tables that the sweep fills
   * @param nullTests from a configuration's label to the metrics that were compared with a null
   *     distribution
   */
  public Aggregator(
      SparkSession spark,
      ResultStore store,
      ResultTables tables,
      Sweep sweep,
      Map<String, List<NullTest>> nullTests) {
    this.spark = spark;
    this.store = store;
    this.reader = new ResultReader(spark, store, tables);
    this.tables = tables;
    this.sweep = sweep;
    this.nullTests = nullTests;
    this.current = new CurrentCells(spark, sweep);
  }

  /**
   * Sets labels that are compared with another label besides the baseline.
   *
   * @param others from a label to the label of its control arm
   */
  public Aggregator withControls(Map<String, String> others) {
    controls = Map.copyOf(others);
    return this;
  }

  /** Sets the tables of events to aggregate, each with its groupings and values. */
  public Aggregator withEvents(List<EventTable> tablesOfEvents) {
    events = List.copyOf(tablesOfEvents);
    return this;
  }

  /**
   * Writes all aggregate tables, each in the place of the old one.
   *
   * @throws IOException if results cannot be read or written
   */
  public void run() throws IOException {
    List<String> metrics = tables.cellMetrics();
    List<dev.polysweep.table.Column> defined = Ranges.of(metrics, tables.cells().columns());
    Column ordinal = col(CurrentCells.ORDINAL);
    Dataset<Row> cells = current.of(reader.cells()).filter(col("status").equalTo("ok"));
    int tasks = tasks("cells");
    List<SideBySide.Work> writes = new ArrayList<>();
    writes.add(
        () ->
            write(
                SummaryRow.SCHEMA,
                sorted(cells, tasks, ordinal, List.of("label"), metrics),
                2,
                new Summaries(defined)));
    List<String> nullColumns = nullColumns();
    writes.add(
        () ->
            write(
                NullRow.SCHEMA,
                sorted(cells, tasks, ordinal, List.of("label"), nullColumns),
                2,
                new Nulls(nullTests, nullColumns)));
    writes.add(() -> contrasts(cells, metrics, defined));
    writes.add(() -> effects(cells, metrics, defined));
    Dataset<Row> inOrder = sorted(cells, 1, ordinal, List.of("label"), metrics);
    writes.add(() -> write(ShareRow.SCHEMA, inOrder, 2, new Shares(swept(), metrics)));
    writes.add(() -> write(LevelRow.SCHEMA, inOrder, 2, new Levels(swept(), reference(), defined)));
    writes.add(() -> write(RivalRow.SCHEMA, inOrder, 2, new Rivals(defined)));
    writes.add(this::curves);
    writes.add(this::events);
    writes.add(this::overlaps);
    writes.add(this::decisions);
    SideBySide.run(writes);
    store.discardStaging();
  }

  /** From each label to its swept settings as text, in one order for all labels. */
  private Map<String, Map<String, String>> swept() {
    Set<String> names = new LinkedHashSet<>();
    sweep.configurations().forEach(c -> names.addAll(c.swept().keySet()));
    Map<String, Map<String, String>> swept = new LinkedHashMap<>();
    for (Configuration configuration : sweep.configurations()) {
      Map<String, String> settings = new LinkedHashMap<>();
      names.forEach(name -> settings.put(name, String.valueOf(configuration.swept().get(name))));
      swept.put(configuration.label(), settings);
    }
    return swept;
  }

  /** The label whose values of settings the others are compared with. */
  private String reference() {
    return sweep.baseline() == null ? sweep.configurations().get(0).label() : sweep.baseline();
  }

  private void contrasts(
      Dataset<Row> cells, List<String> metrics, List<dev.polysweep.table.Column> defined)
      throws IOException {
    JavaRDD<Row> rows = JavaSparkContext.fromSparkContext(spark.sparkContext()).emptyRDD();
    if (sweep.baseline() != null) {
      Column baselineFirst =
          when(col("label").equalTo(sweep.baseline()), lit(-1))
              .otherwise(col(CurrentCells.ORDINAL));
      rows =
          folded(
              sorted(cells, 1, baselineFirst, List.of("label"), metrics),
              2,
              new Contrasts(sweep.baseline(), defined));
    }
    Map<String, String> others = new LinkedHashMap<>(controls);
    others.values().removeIf(control -> control.equals(sweep.baseline()));
    if (!others.isEmpty()) {
      Dataset<Row> inOrder = sorted(cells, 1, col(CurrentCells.ORDINAL), List.of("label"), metrics);
      rows = rows.union(folded(inOrder, 2, new ControlContrasts(others, defined)));
    }
    writeRows(ContrastRow.SCHEMA, rows);
  }

  private void events() throws IOException {
    JavaRDD<Row> rows = JavaSparkContext.fromSparkContext(spark.sparkContext()).emptyRDD();
    for (EventTable table : events) {
      Dataset<Row> all =
          ofGoodCells(reader.events(tables.events(table.name()))).drop(CurrentCells.ORDINAL);
      for (List<String> keys : table.groupings()) {
        List<Column> columns = new ArrayList<>();
        keys.forEach(key -> columns.add(col(key)));
        // A key may be the seed itself or the epoch, so the columns that the rows are sorted by
        // have names of their own.
        columns.add(col("seed").as("of_seed"));
        table.values().forEach(value -> columns.add(col(value)));
        columns.add(col("label").as("of_label"));
        columns.add(col(table.at()).as("since"));
        List<Column> order = new ArrayList<>();
        keys.forEach(key -> order.add(col(key)));
        order.addAll(List.of(col("of_seed"), col("of_label"), col("since")));
        Dataset<Row> sorted =
            all.select(columns.toArray(Column[]::new))
                .coalesce(1)
                .sortWithinPartitions(order.toArray(Column[]::new))
                .drop("of_label", "since");
        Fold fold = new EventSummaries(table.name(), keys, table.values());
        rows = rows.union(folded(sorted, keys.size(), fold));
      }
    }
    writeRows(EventSummaryRow.SCHEMA, rows);
  }

  private void decisions() throws IOException {
    List<Row> rows = new ArrayList<>();
    if (sweep.decide() != null) {
      SequentialAnalysis analysis = new SequentialAnalysis(sweep);
      List<CellValues> values = decidingValues(sweep.decide().metric());
      while (analysis.goesOn()) {
        analysis.look(values);
      }
      analysis.rows().forEach(row -> rows.add(SparkRows.of(row)));
    }
    writeRows(
        DecisionRow.SCHEMA,
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, 1));
  }

  /**
   * The values of a metric for every cell with status ok, by label as in the sweep, then by seed.
   */
  private List<CellValues> decidingValues(String metric) throws IOException {
    Dataset<Row> cells = current.of(reader.cells()).filter(col("status").equalTo("ok"));
    List<CellValues> values = new ArrayList<>();
    for (Row row :
        SparkRows.collect(
            sorted(cells, 1, col(CurrentCells.ORDINAL), List.of("label"), List.of(metric)))) {
      values.add(
          new CellValues(
              row.getString(1),
              row.getLong(2),
              row.isNullAt(3) ? Map.of() : Map.of(metric, row.getDouble(3))));
    }
    return values;
  }

  private void effects(
      Dataset<Row> cells, List<String> metrics, List<dev.polysweep.table.Column> defined)
      throws IOException {
    Factorial factorial = Factorial.of(sweep).orElse(null);
    if (factorial == null) {
      writeRows(
          EffectRow.SCHEMA, JavaSparkContext.fromSparkContext(spark.sparkContext()).emptyRDD());
      return;
    }
    write(
        EffectRow.SCHEMA,
        sorted(cells, 1, col(CurrentCells.ORDINAL), List.of("label"), metrics),
        2,
        new Effects(factorial, defined));
  }

  private void curves() throws IOException {
    List<String> metrics = tables.epochMetrics();
    Dataset<Row> epochs = ofGoodCells(reader.epochs());
    write(
        CurveRow.SCHEMA,
        sorted(
            epochs,
            tasks("epochs"),
            col(CurrentCells.ORDINAL),
            List.of("label", "phase", "epoch"),
            metrics),
        4,
        new Curves(Ranges.of(metrics, tables.epochs().columns())));
  }

  private void overlaps() throws IOException {
    Map<String, Integer> dimensions = new LinkedHashMap<>();
    SparkRows.collect(
            current
                .of(reader.arrays().filter(col("name").equalTo(DIRECTIONS)))
                .select("label", "cols")
                .distinct())
        .forEach(row -> dimensions.put(row.getString(0), row.getInt(1)));
    Dataset<Row> matrices = ofGoodCells(reader.arrays().filter(col("name").equalTo(COSINES)));
    Column[] columns =
        Stream.concat(
                tables.arrays().columns().stream().map(column -> col(column.name())),
                Stream.of(col(CurrentCells.ORDINAL)))
            .toArray(Column[]::new);
    List<String> order = List.of(CurrentCells.ORDINAL, "seed");
    writeRows(
        CosineRow.SCHEMA,
        SparkRows.rdd(arrange(matrices.select(columns), tasks("arrays"), order))
            .mapPartitions(rows -> encoded(Overlaps.of(rows, dimensions))));
  }

  /** The sweep whose results this is. */
  Sweep sweep() {
    return sweep;
  }

  /** The matrices of some names of every cell with status ok, in no order. */
  JavaRDD<ArrayRow> matrices(Collection<String> names) throws IOException {
    Column[] columns =
        tables.arrays().columns().stream().map(c -> col(c.name())).toArray(Column[]::new);
    Dataset<Row> named = reader.arrays().filter(col("name").isin(names.toArray()));
    return SparkRows.rdd(ofGoodCells(named).select(columns)).map(SparkRows::array);
  }

  /** Writes an aggregate table that is in memory, in the place of the old one. */
  void write(TableSchema table, List<? extends Record> rows) throws IOException {
    ParquetTables.write(
        rows.stream().map(SparkRows::of),
        table,
        store.staging(table.name()),
        spark.sparkContext().hadoopConfiguration());
    store.replaceTable(table.name());
  }

  /**
   * The rows of {@code epochs}, {@code arrays} or a table of events whose cell belongs to the sweep
   * and has the status ok.
   */
  private Dataset<Row> ofGoodCells(Dataset<Row> table) throws IOException {
    // Failed and diverged cells are few, so an anti-join with them is cheap.
    Dataset<Row> bad = reader.cells().filter(col("status").notEqual("ok")).select("cell_id");
    return current
        .of(table)
        .join(bad, bad.col("cell_id").equalTo(table.col("cell_id")), "left_anti");
  }

  private int tasks(String table) throws IOException {
    return (int) (1 + store.bytes(store.table(table)) / TASK_BYTES);
  }

  private List<String> nullColumns() {
    return nullTests.values().stream()
        .flatMap(List::stream)
        .map(NullTest::metric)
        .distinct()
        .flatMap(metric -> NullTest.SUFFIXES.stream().map(suffix -> metric + suffix))
        .toList();
  }

  /**
   * Selects ordinal, key columns, seed and metrics as double, sorted by ordinal, keys and seed. The
   * rows of one label stay in one partition.
   */
  private static Dataset<Row> sorted(
      Dataset<Row> rows, int tasks, Column ordinal, List<String> keys, List<String> metrics) {
    List<Column> columns = new ArrayList<>();
    columns.add(ordinal.as(CurrentCells.ORDINAL));
    keys.forEach(key -> columns.add(col(key)));
    columns.add(col("seed"));
    metrics.forEach(metric -> columns.add(col("`" + metric + "`").cast(DataTypes.DoubleType)));
    List<String> order = new ArrayList<>(List.of(CurrentCells.ORDINAL));
    order.addAll(keys);
    order.add("seed");
    return arrange(rows.select(columns.toArray(Column[]::new)), tasks, order);
  }

  private static Dataset<Row> arrange(Dataset<Row> rows, int tasks, List<String> order) {
    Dataset<Row> together =
        tasks == 1 ? rows.coalesce(1) : rows.repartition(tasks, col(CurrentCells.ORDINAL));
    return together.sortWithinPartitions(order.stream().map(c -> col(c)).toArray(Column[]::new));
  }

  private void write(TableSchema table, Dataset<Row> sorted, int keys, Fold fold)
      throws IOException {
    writeRows(table, folded(sorted, keys, fold));
  }

  private static JavaRDD<Row> folded(Dataset<Row> sorted, int keys, Fold fold) {
    return SparkRows.rdd(sorted)
        .mapPartitions(rows -> encoded(fold.rows(SeedGroup.groups(rows, keys))));
  }

  private static Iterator<Row> encoded(Iterator<? extends Record> records) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return records.hasNext();
      }

      @Override
      public Row next() {
        return SparkRows.of(records.next());
      }
    };
  }

  private void writeRows(TableSchema table, JavaRDD<Row> rows) throws IOException {
    JobNames.set(spark.sparkContext(), sweep.name() + ": " + table.name());
    ParquetTables.write(rows, table, store.staging(table.name()));
    store.replaceTable(table.name());
  }
}

package dev.polysweep.spark.aggregate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import dev.polysweep.spark.store.CurrentCells;
import dev.polysweep.spark.store.SparkRows;
import dev.polysweep.table.RunTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/**
 * Loads single runs. Of more than a given number it takes a sample that is stratified by label: one
 * run of each label, then a second of each, and so on. Within a label the runs with the smallest
 * ids come first. Ids are hashes, so the choice depends on neither settings nor results, and it is
 * the same whenever the same cells are there.
 */
final class RunSample {

  private static final String TURN = "turn_in_label";
  private static final int KEYS = 4;

  private RunSample() {}

  /**
   * Loads runs from the rows of {@code cells} that belong to the sweep.
   *
   * @param cells rows with the column {@link CurrentCells#ORDINAL}
   * @param metrics names of the metrics to load
   * @param total number of the rows
   * @param most greatest number of runs to load
   */
  static RunTable of(Dataset<Row> cells, List<String> metrics, long total, int most) {
    List<Column> columns =
        new ArrayList<>(List.of(col("cell_id"), col("label"), col("seed"), col("status")));
    metrics.forEach(metric -> columns.add(col("`" + metric + "`").cast(DataTypes.DoubleType)));
    columns.add(col(CurrentCells.ORDINAL));
    Dataset<Row> runs = cells.select(columns.toArray(Column[]::new));
    if (total > most) {
      Column turn =
          row_number().over(Window.partitionBy(CurrentCells.ORDINAL).orderBy(col("cell_id")));
      runs = runs.withColumn(TURN, turn).orderBy(TURN, "cell_id").limit(most);
    }
    List<RunTable.Run> rows = new ArrayList<>();
    for (Row row :
        SparkRows.collect(
            runs.coalesce(1).sortWithinPartitions(col(CurrentCells.ORDINAL), col("seed")))) {
      double[] values = new double[metrics.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = row.isNullAt(KEYS + i) ? Double.NaN : row.getDouble(KEYS + i);
      }
      rows.add(
          new RunTable.Run(
              row.getString(0), row.getString(1), row.getLong(2), row.getString(3), values));
    }
    return new RunTable(metrics, rows, total);
  }
}

package dev.polysweep.spark.aggregate;

import static org.apache.spark.sql.functions.col;

import dev.polysweep.spark.store.CurrentCells;
import dev.polysweep.spark.store.SparkRows;
import dev.polysweep.table.SeedCurve;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Loads the curves of single cells, for figures of sweeps with few seeds. */
final class SeedCurves {

  private static final int KEYS = 3;

  private SeedCurves() {}

  /**
   * Loads one curve for each cell and metric that has values, ordered by label as in the sweep, by
   * seed and by metric.
   *
   * @param epochs rows of {@code epochs} with the column {@link CurrentCells#ORDINAL}
   * @param metrics names of metrics
   */
  static List<SeedCurve> of(Dataset<Row> epochs, List<String> metrics) {
    List<Column> columns = new ArrayList<>(List.of(col("label"), col("seed"), col("epoch")));
    metrics.forEach(metric -> columns.add(col("`" + metric + "`").cast(DataTypes.DoubleType)));
    columns.add(col(CurrentCells.ORDINAL));
    List<Row> rows =
        SparkRows.collect(
            epochs
                .select(columns.toArray(Column[]::new))
                .coalesce(1)
                .sortWithinPartitions(col(CurrentCells.ORDINAL), col("seed"), col("epoch")));
    List<SeedCurve> curves = new ArrayList<>();
    for (int from = 0, to; from < rows.size(); from = to) {
      Row first = rows.get(from);
      to = from;
      while (to < rows.size() && sameCell(first, rows.get(to))) {
        to++;
      }
      for (int m = 0; m < metrics.size(); m++) {
        int column = KEYS + m;
        List<Row> known =
            rows.subList(from, to).stream().filter(row -> !row.isNullAt(column)).toList();
        if (!known.isEmpty()) {
          curves.add(
              new SeedCurve(
                  first.getString(0),
                  first.getLong(1),
                  metrics.get(m),
                  known.stream().mapToInt(row -> row.getInt(2)).toArray(),
                  known.stream().mapToDouble(row -> row.getDouble(column)).toArray()));
        }
      }
    }
    return curves;
  }

  private static boolean sameCell(Row a, Row b) {
    return a.getString(0).equals(b.getString(0)) && a.getLong(1) == b.getLong(1);
  }
}

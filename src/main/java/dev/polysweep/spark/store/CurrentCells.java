package dev.polysweep.spark.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Sweep;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Selects the rows that belong to the sweep at hand by the ids of their cells, and gives them the
 * sweep's labels. A folder may hold cells that the sweep no longer has; they stay in the folder,
 * but no aggregate sees them. A label is only a name: if the sweep names a configuration otherwise
 * than the run that trained its cells, the cells count under the new name.
 */
public final class CurrentCells {

  /** Name of the added column: the index of the configuration in the sweep, from 0. */
  public static final String ORDINAL = "label_ordinal";

  private final SparkSession spark;
  private final Sweep sweep;
  private UserDefinedFunction ordinal; // made when first needed
  private UserDefinedFunction label;

  /** Creates a selection of the cells of a sweep. */
  public CurrentCells(SparkSession spark, Sweep sweep) {
    this.spark = spark;
    this.sweep = sweep;
  }

  /**
   * The rows that belong to the sweep, with the column {@link #ORDINAL} added, and with the sweep's
   * label in place of the label that the cell was trained under.
   *
   * @param table a table with a column {@code cell_id}
   */
  public synchronized Dataset<Row> of(Dataset<Row> table) {
    if (ordinal == null) {
      Broadcast<CellPlaces> places =
          JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(CellPlaces.of(sweep));
      UDF1<String, Integer> place = id -> places.value().of(id);
      ordinal = udf(place, DataTypes.IntegerType);
      String[] labels =
          sweep.configurations().stream().map(Configuration::label).toArray(String[]::new);
      UDF1<Integer, String> name = at -> labels[at];
      label = udf(name, DataTypes.StringType);
    }
    return table
        .withColumn(ORDINAL, ordinal.apply(col("cell_id")))
        .filter(col(ORDINAL).geq(0))
        .withColumn("label", label.apply(col(ORDINAL)));
  }
}

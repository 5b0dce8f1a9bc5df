package dev.polysweep.spark.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Seeds;
import dev.polysweep.sweep.Sweep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Which rows belong to the sweep at hand, and in what order its labels stand. A folder may hold
 * cells of seeds and labels that the sweep no longer has; they stay, but no aggregate sees them.
 */
public final class CurrentCells {

  /** Added column: place of the label in the sweep, from 0. */
  public static final String ORDINAL = "label_ordinal";

  private final UserDefinedFunction ordinal;
  private final Column seeds;

  public CurrentCells(SparkSession spark, Sweep sweep) {
    Map<String, Integer> places = new HashMap<>();
    for (Configuration configuration : sweep.configurations()) {
      places.put(configuration.label(), places.size());
    }
    Broadcast<Map<String, Integer>> shared =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(places);
    UDF1<String, Integer> place = label -> shared.value().getOrDefault(label, -1);
    ordinal = udf(place, DataTypes.IntegerType);
    seeds = among(sweep.seeds());
  }

  private static Column among(Seeds seeds) {
    if (seeds instanceof Seeds.Range range) {
      return col("seed").between(range.from(), range.from() + range.count() - 1);
    }
    List<Long> listed = ((Seeds.Listed) seeds).values();
    return col("seed").isin(listed.toArray());
  }

  /** The rows of the sweep, with {@link #ORDINAL}. */
  public Dataset<Row> of(Dataset<Row> table) {
    return table
        .filter(seeds)
        .withColumn(ORDINAL, ordinal.apply(col("label")))
        .filter(col(ORDINAL).geq(0));
  }
}

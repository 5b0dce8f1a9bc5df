package dev.polysweep.table;

import java.io.Serializable;
import java.util.Map;

/**
 * The values of some metrics of one cell that ended with the status {@code ok}.
 *
 * @param label label of the cell's configuration
 * @param seed seed of the cell
 * @param metrics values by the metrics' names; a metric that is undefined for the cell is absent
 */
public record CellValues(String label, long seed, Map<String, Double> metrics)
    implements Serializable {

  /** The value of a metric; it is NaN where the metric is undefined. */
  public double metric(String name) {
    return metrics.getOrDefault(name, Double.NaN);
  }
}

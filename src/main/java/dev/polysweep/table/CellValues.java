package dev.polysweep.table;

import java.io.Serializable;
import java.util.Map;

/**
 * Some metrics of one cell that ended well.
 *
 * @param label label of the configuration
 * @param seed seed of the cell
 * @param metrics by name; absent where undefined
 */
public record CellValues(String label, long seed, Map<String, Double> metrics)
    implements Serializable {

  /** A metric's value; not a number where it is undefined. */
  public double metric(String name) {
    return metrics.getOrDefault(name, Double.NaN);
  }
}

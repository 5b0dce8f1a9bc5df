package dev.polysweep.table;

import java.io.Serializable;
import java.util.List;

/**
 * Single runs of a sweep, however they ended: all of them, or a sample if they are too many to be
 * shown one by one.
 *
 * @param metrics names of the metrics whose values the rows hold
 * @param rows the runs, ordered by label as in the sweep and then by seed
 * @param total number of runs that the sweep has so far, of which the rows are a part
 */
public record RunTable(List<String> metrics, List<Run> rows, long total) {

  /** A table without runs. */
  public static final RunTable NONE = new RunTable(List.of(), List.of(), 0);

  /** Makes unmodifiable copies of the lists. */
  public RunTable {
    metrics = List.copyOf(metrics);
    rows = List.copyOf(rows);
  }

  /** Returns whether the rows are a sample and not all runs. */
  public boolean sampled() {
    return rows.size() < total;
  }

  /**
   * A run of one cell.
   *
   * @param cellId id of the cell
   * @param label label of its configuration
   * @param seed its seed
   * @param status how it ended: ok, diverged or failed
   * @param values the values of the metrics in the order of {@link RunTable#metrics}; NaN where a
   *     metric is undefined
   */
  public record Run(String cellId, String label, long seed, String status, double[] values)
      implements Serializable {}
}

package dev.polysweep.sweep.result;

import dev.polysweep.sweep.Cell;
import dev.polysweep.table.row.ArrayRow;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * The result of one cell: everything that is written to the result tables for it.
 *
 * @param cell the cell
 * @param status how the cell ended
 * @param error message that says why the cell did not end well, or null if it did
 * @param engine name of the engine that trained the cell
 * @param wallMs wall time of the cell in ms, including its share of the work that its pack did in
 *     common
 * @param metrics final metrics by column name; an undefined metric is absent
 * @param epochs the logged epochs in order
 * @param arrays the matrices that the experiment keeps, such as weights, by name
 * @param events events in order
 */
public record CellResult(
    Cell cell,
    Status status,
    String error,
    String engine,
    double wallMs,
    Map<String, Double> metrics,
    List<EpochResult> epochs,
    List<ArrayRow> arrays,
    List<EventResult> events)
    implements Serializable {

  /** How a cell ended. */
  public enum Status {
    /** The cell was trained to the end. */
    OK,
    /** The loss became infinite or NaN. */
    DIVERGED,
    /** The cell threw an exception. */
    FAILED
  }
}

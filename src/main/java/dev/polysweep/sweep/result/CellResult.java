package dev.polysweep.sweep.result;

import dev.polysweep.sweep.Cell;
import dev.polysweep.table.ArrayRow;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What a cell left.
 *
 * @param cell the cell
 * @param status how it ended
 * @param error why it did not end well, or null
 * @param engine engine that trained it
 * @param wallMs wall time spent on it in ms, its share of what its pack had in common included
 * @param metrics final metrics by column name; an undefined one is absent
 * @param epochs logged epochs in order
 * @param arrays matrices
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
    /** Trained to the end. */
    OK,
    /** The loss stopped being finite. */
    DIVERGED,
    /** Threw an exception. */
    FAILED
  }
}

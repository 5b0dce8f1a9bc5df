package dev.polysweep.spark.run;

import dev.polysweep.sweep.result.CellResult;
import java.io.Serializable;
import java.time.Instant;

/**
 * A trained cell on its way into the tables. The cell is staged as one object, so that it cannot
 * end up with a row in {@code cells} but without its epochs, however often its task is tried.
 *
 * @param result the cell's result
 * @param host name of the machine that trained the cell
 * @param finished time at which the cell's pack ended
 */
record StagedCell(CellResult result, String host, Instant finished) implements Serializable {}

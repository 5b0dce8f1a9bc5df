package dev.polysweep.spark.run;

import dev.polysweep.sweep.result.CellResult;
import java.io.Serializable;
import java.time.Instant;

/**
 * A trained cell on its way into the tables. It is staged as one object, so a cell cannot end up
 * with a row but without its epochs, however often its task is tried.
 *
 * @param result what it left
 * @param host machine that ran it
 * @param finished when its pack ended
 */
record StagedCell(CellResult result, String host, Instant finished) implements Serializable {}

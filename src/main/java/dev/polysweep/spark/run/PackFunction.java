package dev.polysweep.spark.run;

import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.result.CellResult;
import java.io.Serializable;
import java.util.List;

/**
 * Trains a pack on an executor. Spark sends this function to the executors, so implementations hold
 * the names of engines, not engines.
 */
@FunctionalInterface
public interface PackFunction extends Serializable {

  /**
   * Trains the cells of a pack.
   *
   * @param cells cells whose networks have the same shape
   * @return one result for each cell, in the order of the cells; a failed cell has a result too
   */
  List<CellResult> run(List<Cell> cells);
}

package dev.polysweep.spark.run;

import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.result.CellResult;
import java.io.Serializable;
import java.util.List;

/**
 * What an executor does with a pack. It travels to the executors, so it holds names, not engines.
 */
@FunctionalInterface
public interface PackFunction extends Serializable {

  /**
   * Trains the cells of a pack.
   *
   * @param cells of one shape
   * @return one result a cell, in order; a cell that failed is a result too
   */
  List<CellResult> run(List<Cell> cells);
}

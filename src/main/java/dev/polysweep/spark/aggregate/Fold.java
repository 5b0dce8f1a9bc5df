package dev.polysweep.spark.aggregate;

import java.io.Serializable;
import java.util.Iterator;

/**
 * Makes the rows of an aggregate table from groups of cells. Spark sends it to executors and runs
 * it there.
 */
@FunctionalInterface
interface Fold extends Serializable {

  /**
   * Makes the rows of one partition.
   *
   * @param groups groups of cells, in the order of their keys; each can be read once
   * @return records that are rows of one table
   */
  Iterator<? extends Record> rows(Iterator<SeedGroup> groups);
}

package dev.polysweep.spark.aggregate;

import java.io.Serializable;
import java.util.Iterator;

/** Makes rows of an aggregate table from groups of cells. Runs on executors. */
@FunctionalInterface
interface Fold extends Serializable {

  /**
   * @param groups one after another, in key order
   * @return row records of one table
   */
  Iterator<? extends Record> rows(Iterator<SeedGroup> groups);
}

package dev.polysweep.spark.activation;

import dev.polysweep.data.store.StoreStatistics;
import java.io.Serializable;

/**
 * A file of a store that a task has written.
 *
 * @param number the file's number in {@link ShuffledFiles}
 * @param sha256 hash of the file's bytes
 * @param sums sums over the file's rows, for the statistics of the store
 */
record WrittenShard(int number, String sha256, StoreStatistics.Sums sums) implements Serializable {}

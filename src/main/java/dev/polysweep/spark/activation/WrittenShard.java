package dev.polysweep.spark.activation;

import dev.polysweep.data.store.StoreStatistics;
import java.io.Serializable;

/**
 * A file that was written.
 *
 * @param number of {@link ShuffledFiles}
 * @param sha256 hash of its bytes
 * @param sums over its rows
 */
record WrittenShard(int number, String sha256, StoreStatistics.Sums sums) implements Serializable {}

package dev.polysweep.spark.store;

import dev.polysweep.experiment.Checkpoint;
import dev.polysweep.sweep.Cell;
import java.io.Serializable;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The checkpoints of a sweep's cells, a file each in a folder that driver and executors share.
 *
 * @param folder URI of the folder, which need not exist
 * @param hadoop configuration of its file system
 * @param version version of the program
 * @param seconds time from one checkpoint of a cell to the next
 */
public record StoredCheckpoints(
    String folder, SerializableConfiguration hadoop, String version, double seconds)
    implements Function<Cell, Checkpoint>, Serializable {

  /** Seconds from one checkpoint to the next, unless something else is wanted. */
  public static final double USUAL_S = 300;

  @Override
  public Checkpoint apply(Cell cell) {
    return new StoredCheckpoint(new Path(folder, cell.id()), hadoop.value(), version, seconds);
  }
}

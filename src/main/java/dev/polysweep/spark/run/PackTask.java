package dev.polysweep.spark.run;

import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.result.CellResult;
import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * Trains a pack on an executor, given the numbers of its cells in the sweep, and returns the
 * trained cells.
 */
final class PackTask implements FlatMapFunction<long[], StagedCell> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Job> job;
  private final Tally tally;

  /** The data that every task needs; Spark sends it to each executor once. */
  record Job(Sweep sweep, PackFunction function) implements Serializable {}

  PackTask(Broadcast<Job> job, Tally tally) {
    this.job = job;
    this.tally = tally;
  }

  @Override
  public Iterator<StagedCell> call(long[] pack) {
    return run(job.value(), pack, tally).iterator();
  }

  /** Trains a pack in this process, and adds its cells to the tally. */
  static List<StagedCell> run(Job shared, long[] pack, Tally tally) {
    List<Cell> cells = Arrays.stream(pack).mapToObj(shared.sweep()::cell).toList();
    List<CellResult> results = shared.function().run(cells);
    if (results.size() != pack.length) {
      throw new IllegalStateException(pack.length + " cells gave " + results.size() + " results");
    }
    String host = SparkEnv.get().blockManager().blockManagerId().host();
    Instant finished = Instant.now();
    results.forEach(tally::add);
    return results.stream().map(result -> new StagedCell(result, host, finished)).toList();
  }
}

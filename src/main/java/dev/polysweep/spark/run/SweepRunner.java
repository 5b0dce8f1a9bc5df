package dev.polysweep.spark.run;

import dev.polysweep.spark.session.Failures;
import dev.polysweep.spark.session.JobNames;
import dev.polysweep.spark.store.ResultStore;
import dev.polysweep.spark.store.ResultTables;
import dev.polysweep.sweep.Sweep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * Runs the cells of a sweep on Spark, wave by wave. Each pack is one task, and the executors write
 * the results.
 */
public final class SweepRunner {

  private static final String JOB_GROUP = "polysweep-run";

  private final SparkSession spark;
  private final ResultStore store;
  private final Sweep sweep;
  private final WaveWriter writer;
  private final PackTask.Job job;
  private Progress.Listener listener = progress -> {};
  private long maxFailures = Long.MAX_VALUE;
  private PackFunction here;
  private volatile boolean cancelled;

  /**
   * Creates a runner.
   *
   * @param store the results folder
   * @param tables the tables that the sweep fills
   * @param function trains a pack on an executor
   */
  public SweepRunner(
      SparkSession spark,
      ResultStore store,
      ResultTables tables,
      Sweep sweep,
      PackFunction function) {
    this.spark = spark;
    this.store = store;
    this.sweep = sweep;
    this.writer = new WaveWriter(spark, store, tables);
    this.job = new PackTask.Job(sweep, function);
  }

  /** Sets the listener that is told of progress. */
  public SweepRunner withProgress(Progress.Listener told) {
    listener = told;
    return this;
  }

  /**
   * Makes this runner train packs in the driver's process, one after another, by a function that
   * spreads each pack over the executors itself.
   */
  public SweepRunner withPacksHere(PackFunction function) {
    here = function;
    return this;
  }

  /**
   * Makes this runner stop as soon as so many cells of the run have failed.
   *
   * @throws IllegalArgumentException if {@code failures} is less than 1
   */
  public SweepRunner withMaxFailures(long failures) {
    if (failures < 1) {
      throw new IllegalArgumentException("max failures " + failures + "; at least 1");
    }
    maxFailures = failures;
    return this;
  }

  /**
   * How a run ended.
   *
   * @param done number of cells finished in this run, however they ended
   * @param failed number of these that threw an exception
   * @param diverged number of these that diverged
   * @param errors errors of the first few failed cells, each with its label and seed
   * @param trainingSeconds wall time of the training stages
   * @param commitSeconds wall time of the commits
   */
  public record Outcome(
      long done,
      long failed,
      long diverged,
      List<String> errors,
      double trainingSeconds,
      double commitSeconds) {}

  /**
   * Runs waves in order and commits each. Leftovers of earlier runs should have been {@linkplain
   * ResultStore#dropLeftovers dropped}.
   *
   * @param waves source of the waves
   * @param total number of cells in all the waves
   * @throws TooManyFailuresException if the limit of failures was reached; the wave in flight is
   *     dropped, earlier waves stay
   * @throws CancellationException after {@link #cancel}; the wave in flight is dropped, earlier
   *     waves stay
   * @throws dev.polysweep.engine.EngineUnavailableException if no engine can run on an executor
   * @throws IOException if results cannot be written
   */
  public Outcome run(WaveSource waves, long total) throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Tally tally = new Tally();
    spark.sparkContext().register(tally, "cells");
    Broadcast<PackTask.Job> shared = context.broadcast(job);
    Watch watch = new Watch(tally, total);
    spark.sparkContext().addSparkListener(watch);
    try {
      store.discardStaging();
      if (total > 0) {
        listener.progress(Progress.of(tally.value(), total, 0));
      }
      long training = 0;
      long committing = 0;
      int wave = store.nextWave();
      for (List<long[]> packs = waves.next(); !packs.isEmpty(); packs = waves.next()) {
        requireGoingOn(tally);
        long start = System.nanoTime();
        String name = sweep.name() + ": wave " + wave;
        context.setJobGroup(JOB_GROUP, name, true);
        JobNames.set(spark.sparkContext(), name + ", " + packs.size() + " packs");
        try {
          writer.stage(wave, trained(context, packs, shared, tally));
          requireGoingOn(tally);
          long trained = System.nanoTime();
          writer.commit(wave++, name);
          store.discardCheckpoints();
          long end = System.nanoTime();
          training += trained - start;
          committing += end - trained;
          waves.committed((end - start) / 1e9, (end - trained) / 1e9);
        } catch (Exception e) { // Spark throws checked exceptions undeclared
          requireGoingOn(tally);
          throw Failures.forUsers(e);
        }
      }
      Tally.Count count = tally.value();
      return new Outcome(
          count.done(),
          count.failed(),
          count.diverged(),
          count.errors(),
          training / 1e9,
          committing / 1e9);
    } finally {
      context.clearJobGroup();
      JobNames.set(spark.sparkContext(), sweep.name() + ": reading results");
      spark.sparkContext().removeSparkListener(watch);
      shared.destroy();
      store.discardStaging();
    }
  }

  private JavaRDD<StagedCell> trained(
      JavaSparkContext context, List<long[]> packs, Broadcast<PackTask.Job> shared, Tally tally) {
    if (here == null) {
      return context.parallelize(packs, packs.size()).flatMap(new PackTask(shared, tally));
    }
    List<StagedCell> cells = new ArrayList<>();
    for (long[] pack : packs) {
      requireGoingOn(tally);
      cells.addAll(PackTask.run(new PackTask.Job(sweep, here), pack, tally));
    }
    return context.parallelize(cells, 1);
  }

  /**
   * Stops the run; to be called from another thread. The run ends as soon as the executors have
   * noticed, and the wave in flight is dropped.
   */
  public void cancel() {
    cancelled = true;
    spark.sparkContext().cancelJobGroup(JOB_GROUP);
  }

  private void requireGoingOn(Tally tally) {
    if (tally.value().failed() >= maxFailures) {
      throw new TooManyFailuresException(tally.value().failed(), tally.value().errors());
    }
    if (cancelled) {
      throw new CancellationException("the run was cancelled");
    }
  }

  /**
   * Reports progress whenever Spark announces that a task has ended, and cancels the run's jobs
   * when too many cells have failed.
   */
  private final class Watch extends SparkListener {
    private final Tally tally;
    private final long total;
    private final long start = System.nanoTime();
    private long reported;

    Watch(Tally tally, long total) {
      this.tally = tally;
      this.total = total;
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      Tally.Count count = tally.value();
      if (count.done() > reported) {
        reported = count.done();
        listener.progress(Progress.of(count, total, (System.nanoTime() - start) / 1e9));
        if (count.failed() >= maxFailures) {
          spark.sparkContext().cancelJobGroup(JOB_GROUP);
        }
      }
    }
  }
}

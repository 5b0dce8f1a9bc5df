package dev.polysweep.job;

import dev.polysweep.spark.run.Progress;

/**
 * Receives news of a {@link SweepJob} while it runs. Calls of {@link #progress} come from a thread
 * of Spark's, all others from the thread that runs the job, so that a late progress may arrive
 * beside another call. Calls should return soon. A lambda expression that takes the {@link
 * Progress} is a listener.
 */
@FunctionalInterface
public interface JobListener {

  /** Training has gone on: some more cells have ended. */
  void progress(Progress progress);

  /** The parts of a job, in their order. */
  enum Phase {
    /** Spark is being started, and the results folder looked through. */
    STARTING("starting Spark"),
    /** Cells are being trained. */
    TRAINING("training"),
    /** The aggregate tables are being made. */
    AGGREGATING("aggregating"),
    /** Figures, page and notebook are being written. */
    DRAWING("drawing");

    private final String words;

    Phase(String words) {
      this.words = words;
    }

    /** What is being done, in words. */
    public String words() {
      return words;
    }
  }

  /** A part of the job begins. */
  default void phase(Phase phase) {}

  /**
   * A wave of earlier results is incomplete or damaged; the wave is not read, and its files are
   * kept. Only {@link SweepJob#aggregate} and {@link SweepJob#report} leave waves out.
   *
   * @param wave which wave, and what is wrong with it
   */
  default void leftOut(String wave) {}

  /**
   * A wave of earlier results was incomplete or damaged and has been deleted; its cells are run
   * again.
   *
   * @param wave which wave, and what was wrong with it
   */
  default void dropped(String wave) {}

  /**
   * Cells that failed or diverged earlier have been forgotten, to be run again.
   *
   * @param cells number of these cells
   */
  default void forgotten(long cells) {}

  /**
   * Some cells of the sweep have results from earlier runs, which are kept.
   *
   * @param done number of the sweep's cells that have results
   * @param missing number of its cells that are to be run
   */
  default void resumed(long done, long missing) {}

  /**
   * A sweep that decides how many seeds it takes has looked at its results.
   *
   * @param seeds number of seeds that it looked at
   * @param closed number of comparisons that need no more seeds
   * @param comparisons number of all comparisons
   */
  default void looked(long seeds, int closed, int comparisons) {}

  /** Training has ended well; aggregation and report come next. */
  default void trained(JobResult.Training training) {}
}

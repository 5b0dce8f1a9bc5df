package dev.polysweep.spark.run;

import dev.polysweep.sweep.result.CellResult;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.util.AccumulatorV2;

/**
 * Counts finished cells by how they ended, and keeps the first few errors. A task that is tried
 * twice counts once: cells are trained in tasks of an action, and Spark applies what such a task
 * adds to an accumulator exactly once.
 */
final class Tally extends AccumulatorV2<CellResult, Tally.Count> {
  private static final long serialVersionUID = 1L;
  private static final int ERRORS_KEPT = 5;
  private static final int ERROR_LENGTH = 500;

  private long done;
  private long failed;
  private long diverged;
  private final List<String> errors = new ArrayList<>();

  /**
   * The counts at one moment.
   *
   * @param done number of finished cells, however they ended
   * @param failed number of these that threw an exception
   * @param diverged number of these that diverged
   * @param errors errors of the first few failed cells, each with its label and seed
   */
  record Count(long done, long failed, long diverged, List<String> errors) {}

  @Override
  public synchronized void add(CellResult result) {
    done++;
    switch (result.status()) {
      case FAILED -> failed++;
      case DIVERGED -> diverged++;
      default -> {}
    }
    if (result.status() == CellResult.Status.FAILED && errors.size() < ERRORS_KEPT) {
      String line =
          result.cell().configuration().label()
              + ", seed "
              + result.cell().seed()
              + ": "
              + result.error();
      errors.add(line.length() > ERROR_LENGTH ? line.substring(0, ERROR_LENGTH) + "…" : line);
    }
  }

  @Override
  public synchronized void merge(AccumulatorV2<CellResult, Count> other) {
    Count count = other.value();
    done += count.done;
    failed += count.failed;
    diverged += count.diverged;
    count.errors.stream().limit(ERRORS_KEPT - errors.size()).forEach(errors::add);
  }

  @Override
  public synchronized Count value() {
    return new Count(done, failed, diverged, List.copyOf(errors));
  }

  @Override
  public synchronized boolean isZero() {
    return done == 0;
  }

  @Override
  public synchronized void reset() {
    done = 0;
    failed = 0;
    diverged = 0;
    errors.clear();
  }

  @Override
  public AccumulatorV2<CellResult, Count> copy() {
    Tally copy = new Tally();
    copy.merge(this);
    return copy;
  }
}

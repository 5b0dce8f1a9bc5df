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
  private Progress.Best best;

  /**
   * The counts at one moment.
   *
   * @param done number of finished cells, however they ended
   * @param failed number of these that threw an exception
   * @param diverged number of these that diverged
   * @param errors errors of the first few failed cells, each with its label and seed
   * @param best the cell with the lowest loss, or null
   */
  record Count(long done, long failed, long diverged, List<String> errors, Progress.Best best) {}

  @Override
  public synchronized void add(CellResult result) {
    done++;
    switch (result.status()) {
      case FAILED -> failed++;
      case DIVERGED -> diverged++;
      default -> best = lower(best, bestOf(result));
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
    best = lower(best, count.best);
  }

  private static Progress.Best bestOf(CellResult result) {
    if (result.epochs().isEmpty()) {
      return null;
    }
    double loss = result.epochs().get(result.epochs().size() - 1).loss();
    return Double.isNaN(loss)
        ? null
        : new Progress.Best(loss, result.cell().configuration().label(), result.cell().seed());
  }

  private static Progress.Best lower(Progress.Best a, Progress.Best b) {
    return a == null || b != null && b.loss() < a.loss() ? b : a;
  }

  @Override
  public synchronized Count value() {
    return new Count(done, failed, diverged, List.copyOf(errors), best);
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
    best = null;
  }

  @Override
  public AccumulatorV2<CellResult, Count> copy() {
    Tally copy = new Tally();
    copy.merge(this);
    return copy;
  }
}

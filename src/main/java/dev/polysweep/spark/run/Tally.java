package dev.polysweep.spark.run;

import dev.polysweep.sweep.result.CellResult;
import java.io.Serializable;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.util.AccumulatorV2;

/**
 * Counts finished cells by how they ended, and keeps the first few errors in the order of labels
 * and seeds, whichever of the tasks ended first. A task that is tried twice counts once: cells are
 * trained in tasks of an action, and Spark applies what such a task adds to an accumulator exactly
 * once.
 */
final class Tally extends AccumulatorV2<CellResult, Tally.Count> {
  private static final long serialVersionUID = 1L;
  private static final int ERRORS_KEPT = 5;
  private static final int ERROR_LENGTH = 500;

  private long done;
  private long failed;
  private long diverged;
  private final TreeSet<CellError> errors = new TreeSet<>();
  private Progress.Best best;

  /**
   * The counts at one moment.
   *
   * @param done number of finished cells, however they ended
   * @param failed number of these that threw an exception
   * @param diverged number of these that diverged
   * @param errors errors of the first few failed cells by label and seed, each with both
   * @param best the cell with the lowest loss, or null
   */
  record Count(long done, long failed, long diverged, List<String> errors, Progress.Best best) {}

  /** Why a cell failed, in the order of labels and seeds. */
  private record CellError(String label, long seed, String line)
      implements Comparable<CellError>, Serializable {
    static CellError of(CellResult result) {
      String label = result.cell().configuration().label();
      long seed = result.cell().seed();
      String line = label + ", seed " + seed + ": " + result.error();
      return new CellError(
          label, seed, line.length() > ERROR_LENGTH ? line.substring(0, ERROR_LENGTH) + "…" : line);
    }

    @Override
    public int compareTo(CellError other) {
      int labels = label.compareTo(other.label);
      return labels != 0 ? labels : Long.compare(seed, other.seed);
    }
  }

  @Override
  public synchronized void add(CellResult result) {
    done++;
    switch (result.status()) {
      case FAILED -> failed++;
      case DIVERGED -> diverged++;
      default -> best = lower(best, bestOf(result));
    }
    if (result.status() == CellResult.Status.FAILED) {
      keep(CellError.of(result));
    }
  }

  private void keep(CellError error) {
    errors.add(error);
    if (errors.size() > ERRORS_KEPT) {
      errors.pollLast();
    }
  }

  @Override
  public synchronized void merge(AccumulatorV2<CellResult, Count> other) {
    Count count = other.value();
    done += count.done;
    failed += count.failed;
    diverged += count.diverged;
    ((Tally) other).errors.forEach(this::keep);
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
    return new Count(done, failed, diverged, errors.stream().map(CellError::line).toList(), best);
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

package dev.polysweep.spark.run;

import java.io.Serializable;

/**
 * How far a run is. The counts are of cells; an extraction of activations counts tokens instead.
 *
 * @param done cells finished in this run, failed and diverged ones included
 * @param total cells to run in this run
 * @param failed cells that threw an exception
 * @param diverged cells whose loss stopped being finite
 * @param cellsPerSecond cells finished per second since the run began; 0 before any cell is done
 * @param secondsLeft estimate of the remaining time in seconds; NaN before any cell is done
 * @param best the cell with the lowest loss so far; null if there is none
 */
public record Progress(
    long done,
    long total,
    long failed,
    long diverged,
    double cellsPerSecond,
    double secondsLeft,
    Best best) {

  /**
   * The cell with the lowest loss.
   *
   * @param loss loss at the last logged epoch of the last phase of its training
   * @param label label of its configuration
   * @param seed its seed
   */
  public record Best(double loss, String label, long seed) implements Serializable {}

  static Progress of(Tally.Count count, long total, double seconds) {
    double rate = count.done() == 0 ? 0 : count.done() / seconds;
    return new Progress(
        count.done(),
        total,
        count.failed(),
        count.diverged(),
        rate,
        count.done() == 0 ? Double.NaN : (total - count.done()) / rate,
        count.best());
  }

  /**
   * Is told of progress, in the driver, when packs have finished. Calls come from one thread at a
   * time and should return soon.
   */
  @FunctionalInterface
  public interface Listener {
    void progress(Progress progress);
  }
}

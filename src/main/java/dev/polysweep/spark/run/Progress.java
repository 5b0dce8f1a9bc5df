package dev.polysweep.spark.run;

/**
 * How far a run is.
 *
 * @param done cells finished in this run, failed and diverged ones included
 * @param total cells to run in this run
 * @param failed cells that threw
 * @param diverged cells whose loss stopped being finite
 * @param cellsPerSecond since the run's first task started; 0 before any cell is done
 * @param secondsLeft estimated; NaN before any cell is done
 */
public record Progress(
    long done, long total, long failed, long diverged, double cellsPerSecond, double secondsLeft) {

  static Progress of(Tally.Count count, long total, double seconds) {
    double rate = count.done() == 0 ? 0 : count.done() / seconds;
    return new Progress(
        count.done(),
        total,
        count.failed(),
        count.diverged(),
        rate,
        count.done() == 0 ? Double.NaN : (total - count.done()) / rate);
  }

  /**
   * Told of progress on the driver, after every pack; calls come from one thread at a time and
   * should return soon.
   */
  @FunctionalInterface
  public interface Listener {
    void progress(Progress progress);
  }
}

package dev.polysweep.cli;

import dev.polysweep.sweep.SweepException;
import java.io.IOException;
import java.util.List;

/** What {@code --retry-failed} runs again. */
final class Retry {

  private Retry() {}

  /**
   * The waves that hold a cell which failed or diverged: they are run again as a whole.
   *
   * @throws SweepException if that would lose cells which the sweep no longer has, and so would not
   *     run again
   */
  static List<Integer> waves(Results results) throws IOException {
    List<Integer> waves = results.reader.wavesWithFailures();
    long lost = results.reader.strangers(waves, results.sweep);
    if (lost > 0) {
      throw new SweepException(
          results.folder
              + ": --retry-failed runs whole waves again, and would lose "
              + lost
              + (lost == 1 ? " cell" : " cells")
              + " in them of labels or seeds that the sweep no longer has; put these back");
    }
    return waves;
  }
}

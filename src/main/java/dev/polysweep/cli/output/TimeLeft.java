package dev.polysweep.cli.output;

/**
 * Estimates the time that is left of a computation that counts things. Things finish in packs, so
 * that a quotient of what is done would jump with each; here the expected end moves only slowly
 * towards what each pack says, ever faster as it comes near, and in between the time runs down.
 */
public final class TimeLeft {

  /** The share of the remaining time within which the expected end follows the last quotient. */
  private static final double LAG = 0.25;

  private static final double SHORTEST_LAG = 1; // s

  private double end = Double.NaN;
  private double last;

  /**
   * Takes notice of what is done.
   *
   * @param done number of things that are done
   * @param total number of things that there are to do
   * @param now time in seconds since the computation began
   */
  public void at(long done, long total, double now) {
    if (done <= 0) {
      return;
    }
    double says = now * total / done;
    if (Double.isNaN(end)) {
      end = says;
    } else {
      double lag = Math.max(SHORTEST_LAG, LAG * (says - now));
      end += (says - end) * -Math.expm1(-(now - last) / lag);
    }
    last = now;
  }

  /**
   * The remaining time in seconds; NaN before anything is done.
   *
   * @param now time in seconds since the computation began
   */
  public double seconds(double now) {
    return Double.isNaN(end) ? Double.NaN : Math.max(end - now, 0);
  }
}

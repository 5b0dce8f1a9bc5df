package dev.polysweep.cli.option;

import dev.polysweep.sweep.Decide;
import dev.polysweep.sweep.yaml.SweepException;
import picocli.CommandLine.Option;

/** The options by which a run takes as many seeds as it needs. */
public final class DecideOptions {

  private static final long MOST = 1000;

  @Option(
      names = "--decide",
      paramLabel = "METRIC",
      description =
          "Take seeds 0, 1, … until each contrast with the baseline, or each main effect of a"
              + " factorial, is decided: its interval is without 0, or as narrow as --within.")
  private String metric;

  @Option(
      names = "--within",
      paramLabel = "PERCENT",
      description =
          "With --decide: half width of an interval that is narrow enough, in per cent of the"
              + " baseline's mean; default: 5%%.")
  private String within;

  @Option(
      names = "--max-seeds",
      paramLabel = "N",
      description = "With --decide: seeds at most; default: " + MOST + ".")
  private Long most;

  /** What is decided, or null if the run takes the seeds that the sweep names. */
  public Decide decide() {
    if (metric == null) {
      refuseWithout("--within", within);
      refuseWithout("--max-seeds", most);
      return null;
    }
    return new Decide(metric, within == null ? Decide.USUAL : percent());
  }

  private static void refuseWithout(String option, Object value) {
    if (value != null) {
      throw new SweepException(option + ": is for --decide METRIC, which is missing");
    }
  }

  private double percent() {
    String number = within.endsWith("%") ? within.substring(0, within.length() - 1) : within;
    if (!number.matches("[0-9]{1,3}(\\.[0-9]{1,9})?") || Double.parseDouble(number) == 0) {
      throw new SweepException(
          "--within: '" + within + "' is not allowed; a per cent above 0 and below 1000, as 5%");
    }
    return Double.parseDouble(number);
  }

  /**
   * Number of the seeds that the run may take.
   *
   * @param seeds what --seeds says, or null
   */
  public Long seeds(Long seeds) {
    if (metric == null) {
      return seeds;
    }
    if (seeds != null) {
      throw new SweepException(
          "--seeds: --decide takes as many as it needs; --max-seeds limits them");
    }
    return most == null ? Long.valueOf(MOST) : most;
  }
}

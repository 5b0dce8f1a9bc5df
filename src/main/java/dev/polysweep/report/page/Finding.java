package dev.polysweep.report.page;

import dev.polysweep.report.draw.Numbers;
import java.util.Locale;
import java.util.Objects;

/**
 * A result of a sweep in sentences: how a measurement relates to a published claim, or an
 * observation without a claim.
 *
 * @param claim the claim as a sentence; empty for an observation
 * @param measured the measurement as sentences
 * @param verdict how the measurement agrees with the claim; null for an observation, and for a
 *     claim on which no verdict is given
 * @param strip the claimed and the measured number, for a claim that is a number; otherwise null
 */
public record Finding(String claim, String measured, Verdict verdict, Strip strip) {

  /**
   * A claimed number beside the measured one.
   *
   * @param name what was measured, in a few words
   * @param claimed the claimed number
   * @param mid the measured number
   * @param low lower end of its 95 % interval, or null if there is none
   * @param high upper end of its 95 % interval, or null if there is none
   * @param unit unit of the numbers
   */
  public record Strip(
      String name, double claimed, Double mid, Double low, Double high, String unit) {}

  /** Makes a finding without numbers to draw. */
  public Finding(String claim, String measured, Verdict verdict) {
    this(claim, measured, verdict, null);
  }

  /**
   * Makes a finding.
   *
   * @throws NullPointerException if the claim or the measurement is null
   */
  public Finding {
    Objects.requireNonNull(claim, "claim");
    Objects.requireNonNull(measured, "measured");
  }

  /** Makes a finding that is an observation without a claim. */
  public static Finding of(String text) {
    return new Finding("", text, null);
  }

  /** Returns the claim, the measurement and the verdict as one text. */
  public String text() {
    String verdictText = verdict == null ? "" : " Verdict: " + verdict.words() + ".";
    return (claim.isEmpty() ? "" : "Claim: " + claim + " ") + measured + verdictText;
  }

  /** The relation of a measured interval to a claimed difference. */
  public enum Verdict {
    /** The interval lies entirely on the claimed side of 0 and contains the claimed difference. */
    SUPPORTED("supported"),
    /**
     * The interval lies entirely on the claimed side of 0 but does not contain the claimed
     * difference.
     */
    DIRECTION_ONLY("supported in direction, not in size"),
    /**
     * The interval lies entirely on the other side of 0, or it contains 0 but not the claimed
     * difference.
     */
    NOT_SUPPORTED("not supported"),
    /** The interval contains both 0 and the claimed difference, or there is no interval. */
    INCONCLUSIVE("inconclusive at this number of seeds");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    /** Returns the verdict in words. */
    public String words() {
      return words;
    }

    /** Returns the name of the verdict for style sheets, in lower case with hyphens. */
    String slug() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the verdict on a claimed difference.
     *
     * @param claimed the claimed difference, not 0
     * @param low lower end of the measured interval, or null if there is no interval
     * @param high upper end of the measured interval, or null if there is no interval
     */
    public static Verdict of(double claimed, Double low, Double high) {
      if (!Numbers.bounded(low, high)) {
        return INCONCLUSIVE;
      }
      boolean holdsZero = low <= 0 && high >= 0;
      boolean holdsClaim = low <= claimed && high >= claimed;
      boolean claimedSide = claimed < 0 ? high < 0 : low > 0;
      if (holdsZero) {
        return holdsClaim ? INCONCLUSIVE : NOT_SUPPORTED;
      }
      if (!claimedSide) {
        return NOT_SUPPORTED;
      }
      return holdsClaim ? SUPPORTED : DIRECTION_ONLY;
    }
  }
}

package dev.polysweep.report.page;

import dev.polysweep.report.draw.Numbers;
import java.util.Locale;
import java.util.Objects;

/**
 * What a sweep says, in sentences: about a claim that somebody made, or as an observation without a
 * claim.
 *
 * @param claim what was claimed, as a sentence; empty for an observation
 * @param measured what was measured, as sentences
 * @param verdict how the measurement agrees with the claim, or null for an observation
 */
public record Finding(String claim, String measured, Verdict verdict) {

  /**
   * @throws NullPointerException if claim or measurement is null
   */
  public Finding {
    Objects.requireNonNull(claim, "claim");
    Objects.requireNonNull(measured, "measured");
  }

  /** An observation without a claim. */
  public static Finding of(String text) {
    return new Finding("", text, null);
  }

  /** Claim, measurement and verdict as one text. */
  public String text() {
    String verdictText = verdict == null ? "" : " Verdict: " + verdict.words() + ".";
    return (claim.isEmpty() ? "" : "Claim: " + claim + " ") + measured + verdictText;
  }

  /** How a measured interval stands to a claimed difference. */
  public enum Verdict {
    /** The interval lies on the claimed side of 0 and holds the claimed size. */
    SUPPORTED("supported"),
    /** The interval lies on the claimed side of 0 but does not hold the claimed size. */
    DIRECTION_ONLY("supported in direction, not in size"),
    /** The interval lies beyond 0, or reaches from there not as far as the claimed size. */
    NOT_SUPPORTED("not supported"),
    /** The interval holds both 0 and the claimed size, or there is none. */
    INCONCLUSIVE("inconclusive at this number of seeds");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    /** The verdict in words. */
    public String words() {
      return words;
    }

    /** A name for style sheets. */
    String slug() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The verdict on a claimed difference.
     *
     * @param claimed difference claimed, not 0
     * @param low lower end of the measured interval, or null
     * @param high upper end, or null
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

package dev.polysweep.report.page;

import dev.polysweep.report.draw.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A result of a sweep in sentences: how a measurement relates to a published claim, or an
 * observation without a claim.
 *
 * @param claim the claim as a sentence; empty for an observation
 * @param measured the measurement as sentences
 * @param verdict how the measurement agrees with the claim; null for an observation, and for a
 *     claim on which no verdict is given
 * @param strips the numbers that were measured of the claim, each beside the claimed one; empty for
 *     an observation, and for a claim that is no number
 */
public record Finding(String claim, String measured, Verdict verdict, List<Strip> strips) {

  /**
   * A measured number beside the claimed one.
   *
   * @param name what was measured, in a few words
   * @param claimed the claimed number, with the numbers that count as it
   * @param mid the measured number
   * @param low lower end of its 95 % interval, or null if there is none
   * @param high upper end of its 95 % interval, or null if there is none
   * @param unit unit of the numbers
   * @param basis where the claim is from and what it rests on; null for a number of no law
   */
  public record Strip(
      String name,
      Prediction claimed,
      Double mid,
      Double low,
      Double high,
      String unit,
      Basis basis) {

    /** Makes a strip of a number of no law. */
    public Strip(
        String name, Prediction claimed, Double mid, Double low, Double high, String unit) {
      this(name, claimed, mid, low, high, unit, null);
    }
  }

  /**
   * Where the number of a law or a claim is from, and what the verdict on it rests on.
   *
   * @param law name of the law
   * @param source who states it
   * @param seeds number of seeds
   * @param needed number of seeds that would likely decide; null if it is decided
   */
  public record Basis(String law, String source, long seeds, Long needed) {}

  /** Makes a finding without numbers to draw. */
  public Finding(String claim, String measured, Verdict verdict) {
    this(claim, measured, verdict, List.of());
  }

  /**
   * Makes a finding.
   *
   * @throws NullPointerException if the claim or the measurement is null
   */
  public Finding {
    Objects.requireNonNull(claim, "claim");
    Objects.requireNonNull(measured, "measured");
    strips = List.copyOf(strips);
  }

  /** Makes a finding that is an observation without a claim. */
  public static Finding of(String text) {
    return new Finding("", text, null);
  }

  /** Returns the claim, the measurement and the verdict as one text. */
  public String text() {
    return (claim.isEmpty() ? "" : "Claim: " + claim + " ") + outcome();
  }

  /** Returns the measurement and the verdict as one text. */
  public String outcome() {
    return measured + (verdict == null ? "" : " Verdict: " + verdict.words() + ".");
  }

  /** Returns findings in their order, those of one claim together and each observation alone. */
  public static List<List<Finding>> byClaim(List<Finding> findings) {
    Map<String, List<Finding>> groups = new LinkedHashMap<>();
    for (Finding finding : findings) {
      String key = finding.claim.isEmpty() ? finding.measured : finding.claim;
      groups.computeIfAbsent(key, claim -> new ArrayList<>()).add(finding);
    }
    return List.copyOf(groups.values());
  }

  /** The relation of a measured interval to what is claimed or predicted. */
  public enum Verdict {
    /**
     * The interval lies entirely on the claimed side of 0 and contains the claimed difference, or
     * lies within the numbers that a law accepts.
     */
    HOLDS("holds", "hold"),
    /**
     * The interval lies entirely on the claimed side of 0, or of what no effect would give, but
     * does not contain the claimed difference, or lies outside the numbers that a law accepts.
     */
    IN_DIRECTION("holds in direction, not in size", "hold in direction, not in size"),
    /**
     * The interval lies entirely on the other side of 0, or it contains 0 but not the claimed
     * difference, or it lies outside the numbers that a law accepts.
     */
    DOES_NOT_HOLD("does not hold", "do not hold"),
    /**
     * The interval contains both 0 and the claimed difference, or it reaches both within and beyond
     * the numbers that a law accepts, or there is no interval.
     */
    UNDECIDED("undecided at this number of seeds", "undecided at this number of seeds");

    private final String words;
    private final String plural;

    Verdict(String words, String plural) {
      this.words = words;
      this.plural = plural;
    }

    /**
     * Returns the verdict with the given words.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Verdict of(String words) {
      return Arrays.stream(values())
          .filter(verdict -> verdict.words.equals(words))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException(words + " is no verdict"));
    }

    /** Says that so many have this verdict, as in {@code 3 hold}. */
    public String counted(long count) {
      return count + " " + (count == 1 ? words : plural);
    }

    /** Returns the verdict in words. */
    public String words() {
      return words;
    }

    /** Returns the name of the verdict for style sheets, in lower case with hyphens. */
    public String slug() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the verdict on the prediction of a law.
     *
     * @param low lower end of the measured interval, or null if there is no interval
     * @param high upper end of the measured interval, or null if there is no interval
     */
    public static Verdict of(Prediction prediction, Double low, Double high) {
      if (!Numbers.bounded(low, high)) {
        return UNDECIDED;
      }
      if (low >= prediction.from() && high <= prediction.to()) {
        return HOLDS;
      }
      if (low <= prediction.to() && high >= prediction.from()) {
        return UNDECIDED;
      }
      double none = prediction.reference();
      boolean claimedSide = prediction.value() > none ? low > none : high < none;
      return claimedSide ? IN_DIRECTION : DOES_NOT_HOLD;
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
        return UNDECIDED;
      }
      boolean holdsZero = low <= 0 && high >= 0;
      boolean holdsClaim = low <= claimed && high >= claimed;
      boolean claimedSide = claimed < 0 ? high < 0 : low > 0;
      if (holdsZero) {
        return holdsClaim ? UNDECIDED : DOES_NOT_HOLD;
      }
      if (!claimedSide) {
        return DOES_NOT_HOLD;
      }
      return holdsClaim ? HOLDS : IN_DIRECTION;
    }
  }
}

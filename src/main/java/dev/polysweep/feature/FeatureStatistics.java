package dev.polysweep.feature;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The statistics of one feature's activations over documents. Statistics of parts add up to the
 * same result whatever the parts are. Mutable; not thread-safe.
 *
 * <p>Activations are counted in a histogram by half of the documents, ground truth and bin. A bin
 * holds the floats that share sign, exponent and the upper four bits of the mantissa. There are
 * sixteen bins an octave, each 3 to 6 % wide, and they are the same for every feature of every
 * dictionary.
 */
public final class FeatureStatistics implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int BIN_SHIFT = 19;
  private static final int BINS_A_STEP = 8;
  private static final int BINS = 1 << 12; // the number of bins of all floats above 0

  private final IntCounts histogram = new IntCounts();
  private final HashMap<String, Long> tokens = new HashMap<>();
  private final ExactSum sum = new ExactSum();
  private long active;
  private float max;

  /** A token's text and the number of its occurrences on which the feature was active. */
  public record TokenCount(String text, long count) implements Serializable {}

  /** Receives the counts of the histogram. */
  interface Visitor {
    void visit(int half, int truth, int bin, long count);
  }

  /**
   * Adds the activations of one document: those of entry i of its traces, which must be this
   * feature.
   */
  public void add(
      DocumentCodes codes, FeatureTraces traces, int i, LabelSet labels, AnalysisDraws draws) {
    int half = draws.scores(codes.document()) ? 1 : 0;
    for (int e = traces.start()[i]; e < traces.start()[i + 1]; e++) {
      int token = traces.token()[e];
      float value = traces.value()[e];
      int label = codes.label()[token];
      int truth = label == LabelSet.UNLABELLED ? labels.size() : label;
      histogram.add((truth * 2 + half) * BINS + bin(value), 1);
      tokens.merge(codes.text()[token], 1L, Long::sum);
      sum.add(value);
      max = Math.max(max, value);
      active++;
    }
  }

  /** Adds the statistics of the same feature over other documents, and returns this object. */
  public FeatureStatistics add(FeatureStatistics other) {
    histogram.add(other.histogram);
    other.tokens.forEach((text, count) -> tokens.merge(text, count, Long::sum));
    sum.add(other.sum);
    max = Math.max(max, other.max);
    active += other.active;
    return this;
  }

  /** The number of tokens on which the feature is active. */
  public long active() {
    return active;
  }

  /** The largest activation; 0 for a dead feature. */
  public float max() {
    return max;
  }

  /** The mean activation over the tokens on which the feature is active; NaN for a dead feature. */
  public double meanActivation() {
    return sum.value() / active;
  }

  /**
   * The tokens on which the feature is active most often, most frequent first and equally frequent
   * ones by text.
   *
   * @param most largest number of tokens to return
   */
  public List<TokenCount> topTokens(int most) {
    return tokens.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(entry -> new TokenCount(entry.getKey(), entry.getValue()))
        .toList();
  }

  /**
   * The entropy of the token on which the feature is active, −Σ_t p_t·log₂ p_t with the share p_t
   * of its active tokens that have the text t, in bits. It is 0 for a feature that answers to one
   * token and the greater the more tokens it answers to, as an abstract feature does; 0 for a dead
   * feature.
   */
  public double tokenEntropy() {
    double sum = 0;
    for (long count : tokens.values().stream().sorted().toList()) { // one order whatever the parts
      double share = (double) count / active;
      sum -= share * StrictMath.log(share);
    }
    return Math.max(0, sum / StrictMath.log(2));
  }

  /**
   * The number of tokens by activation, in two steps an octave.
   *
   * @param first number of the first step; step s begins at the activation {@link #stepFrom}
   * @param counts number of tokens in this step and in those that follow, up to the largest
   *     activation
   */
  public record Histogram(int first, int[] counts) implements Serializable {}

  /** The histogram of the activations; empty for a dead feature. */
  public Histogram steps() {
    TreeMap<Integer, Long> steps = new TreeMap<>();
    forEach((half, truth, bin, count) -> steps.merge(bin / BINS_A_STEP, count, Long::sum));
    if (steps.isEmpty()) {
      return new Histogram(0, new int[0]);
    }
    int[] counts = new int[steps.lastKey() - steps.firstKey() + 1];
    steps.forEach((step, count) -> counts[step - steps.firstKey()] = Math.toIntExact(count));
    return new Histogram(steps.firstKey(), counts);
  }

  /** The smallest activation of a step of the histogram: a power of two, or 1.5 times one. */
  public static float stepFrom(int step) {
    return lowest(step * BINS_A_STEP);
  }

  void forEach(Visitor visitor) {
    histogram.forEach(
        (key, count) -> visitor.visit(key / BINS & 1, key / BINS / 2, key % BINS, count));
  }

  /** The bin of an activation; larger activations have larger bins. */
  static int bin(float value) {
    return Float.floatToRawIntBits(value) >>> BIN_SHIFT;
  }

  /** The smallest activation of a bin. */
  static float lowest(int bin) {
    return Float.intBitsToFloat(bin << BIN_SHIFT);
  }
}

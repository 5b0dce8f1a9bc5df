package dev.polysweep.feature;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of one feature over some documents. Mutable; parts add up to the same whatever they
 * are.
 *
 * <p>Activations are counted by half, ground truth and bin. A bin holds the floats that share sign,
 * exponent and the upper four bits of the mantissa: sixteen an octave, 4 to 6 % wide, and the same
 * ones for every feature of every dictionary.
 */
public final class FeatureStatistics implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int BIN_SHIFT = 19;
  private static final int BINS = 1 << 12; // of floats above 0

  private final IntCounts histogram = new IntCounts();
  private final HashMap<String, Long> tokens = new HashMap<>();
  private final ExactSum sum = new ExactSum();
  private long active;
  private float max;

  /** A token and how often it was one on which the feature was active. */
  public record TokenCount(String text, long count) implements Serializable {}

  /** What is done with each count of the histogram. */
  interface Visitor {
    void visit(int half, int truth, int bin, long count);
  }

  /** Counts the activations of feature number i of a document's traces. */
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

  /** Adds what is known of the same feature over other documents. */
  public FeatureStatistics add(FeatureStatistics other) {
    histogram.add(other.histogram);
    other.tokens.forEach((text, count) -> tokens.merge(text, count, Long::sum));
    sum.add(other.sum);
    max = Math.max(max, other.max);
    active += other.active;
    return this;
  }

  /** Tokens on which it is active. */
  public long active() {
    return active;
  }

  /** Largest activation; 0 for a dead feature. */
  public float max() {
    return max;
  }

  /** Mean over the tokens on which it is active; not a number for a dead feature. */
  public double meanActivation() {
    return sum.value() / active;
  }

  /**
   * The tokens on which it is active most often, at most so many; of equal ones the first by text.
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

  void forEach(Visitor visitor) {
    histogram.forEach(
        (key, count) -> visitor.visit(key / BINS & 1, key / BINS / 2, key % BINS, count));
  }

  /** The bin of an activation, ascending with it. */
  static int bin(float value) {
    return Float.floatToRawIntBits(value) >>> BIN_SHIFT;
  }

  /** The smallest activation of a bin. */
  static float lowest(int bin) {
    return Float.intBitsToFloat(bin << BIN_SHIFT);
  }
}

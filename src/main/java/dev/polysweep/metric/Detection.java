package dev.polysweep.metric;

import java.io.Serializable;

/**
 * How well a yes or no tells whether something is so (van Rijsbergen 1979):
 *
 * <pre>precision = TP/(TP + FP),  recall = TP/(TP + FN),  F1 = 2·TP/(2·TP + FP + FN)</pre>
 *
 * <p>All in [0, 1]. NaN where the denominator is 0: precision if it never said yes, recall if it
 * was never so, F1 if neither.
 *
 * @param truePositives it said yes, rightly
 * @param falsePositives it said yes, wrongly
 * @param falseNegatives it said no, wrongly
 */
public record Detection(long truePositives, long falsePositives, long falseNegatives)
    implements Serializable {

  /** The share of what it said yes to that is so. */
  public double precision() {
    return (double) truePositives / (truePositives + falsePositives);
  }

  /** The share of what is so that it said yes to. */
  public double recall() {
    return (double) truePositives / (truePositives + falseNegatives);
  }

  /** The harmonic mean of both. */
  public double f1() {
    return 2.0 * truePositives / (2.0 * truePositives + falsePositives + falseNegatives);
  }
}

package dev.polysweep.metric.dictionary;

import java.io.Serializable;

/**
 * Precision, recall and F1 of a binary classifier (van Rijsbergen 1979), from its confusion counts:
 *
 * <pre>precision = TP/(TP + FP),  recall = TP/(TP + FN),  F1 = 2·TP/(2·TP + FP + FN)</pre>
 *
 * <p>All three lie in [0, 1] and are NaN where the denominator is 0: precision if nothing was
 * predicted positive, recall if nothing was positive, F1 if both hold.
 *
 * @param truePositives number TP of positive cases that were predicted positive
 * @param falsePositives number FP of negative cases that were predicted positive
 * @param falseNegatives number FN of positive cases that were predicted negative
 */
public record Detection(long truePositives, long falsePositives, long falseNegatives)
    implements Serializable {

  /** The share of the cases predicted positive that are positive. */
  public double precision() {
    return (double) truePositives / (truePositives + falsePositives);
  }

  /** The share of the positive cases that were predicted positive. */
  public double recall() {
    return (double) truePositives / (truePositives + falseNegatives);
  }

  /** F1, the harmonic mean of precision and recall. */
  public double f1() {
    return 2.0 * truePositives / (2.0 * truePositives + falsePositives + falseNegatives);
  }
}

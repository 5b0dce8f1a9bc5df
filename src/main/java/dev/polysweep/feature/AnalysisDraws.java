package dev.polysweep.feature;

import dev.polysweep.math.Philox;
import dev.polysweep.math.StreamId;
import java.io.Serializable;

/**
 * The random choices of a feature analysis. Each choice is a function of the seed and of the
 * document, position or feature that it concerns, so it does not depend on how Spark partitions the
 * work.
 *
 * @param seed key of the draws
 */
public record AnalysisDraws(long seed) implements Serializable {

  /**
   * Whether a document belongs to the scoring half of the documents, on which features are scored.
   * Labels and thresholds are chosen on the other half.
   */
  public boolean scores(long document) {
    int[] words = new int[4];
    Philox.block(seed, StreamId.ANALYSIS, (int) (document >>> 32), (int) document, 0, words);
    return (words[0] & 1) == 1;
  }

  /** A random number of 64 bits for one token, by which tokens are drawn for probes. */
  public long lot(long document, int position) {
    return lot(document, position, -2); // the features of tokens are from 0 on
  }

  /**
   * A random number of 64 bits for one token and feature. The tokens with the smallest numbers are
   * a random sample without replacement.
   */
  public long lot(long document, int position, int feature) {
    int[] words = new int[4];
    Philox.block(seed, StreamId.ANALYSIS, position, (int) document, feature + 1, words);
    return (long) words[0] << 32 | words[1] & 0xFFFFFFFFL;
  }
}

package dev.polysweep.feature;

import dev.polysweep.math.Philox;
import dev.polysweep.math.StreamId;
import java.io.Serializable;

/**
 * The random choices of an analysis, each a function of the seed and of what is chosen about: no
 * partitioning changes them.
 *
 * @param seed key of the draws
 */
public record AnalysisDraws(long seed) implements Serializable {

  /**
   * Whether a document belongs to the half that scores; the other one chooses labels and
   * thresholds.
   */
  public boolean scores(long document) {
    int[] words = new int[4];
    Philox.block(seed, StreamId.ANALYSIS, (int) (document >>> 32), (int) document, 0, words);
    return (words[0] & 1) == 1;
  }

  /** A lot of 64 bits: those with the smallest lots are a sample without replacement. */
  public long lot(long document, int position, int feature) {
    int[] words = new int[4];
    Philox.block(seed, StreamId.ANALYSIS, position, (int) document, feature + 1, words);
    return (long) words[0] << 32 | words[1] & 0xFFFFFFFFL;
  }
}

package dev.polysweep.data.store;

import dev.polysweep.math.Philox;
import dev.polysweep.math.StreamId;
import java.io.Serializable;

/**
 * A seeded order of all tokens of an extraction, and which documents are held out: both are
 * functions of seed, document and position alone, whatever the partitioning.
 *
 * @param seed key of the draws
 * @param validation share of the documents that is held out, from 0 to below 1
 */
public record RowOrder(long seed, double validation) implements Serializable {

  /**
   * @throws IllegalArgumentException if the share is out of range
   */
  public RowOrder {
    if (!(validation >= 0 && validation < 1)) {
      throw new IllegalArgumentException("a share of " + validation + " is not from 0 to below 1");
    }
  }

  /** Whether a document is held out, all of it. */
  public boolean heldOut(long document) {
    int[] words = new int[4];
    Philox.block(seed, StreamId.HOLD_OUT, 0, (int) document, (int) (document >>> 32), words);
    return Philox.uniform(words[0]) < validation;
  }

  /** By what tokens are sorted, as an unsigned number: 64 random bits. */
  public long key(long document, int position) {
    int[] words = new int[4];
    Philox.block(seed, StreamId.SHUFFLE, position, (int) document, (int) (document >>> 32), words);
    return (long) words[0] << 32 | words[1] & 0xFFFFFFFFL;
  }

  /** Which of so many equal ranges of keys a key lies in, from 0. */
  public static int range(long key, int ranges) {
    return (int) ((key >>> 32) * ranges >>> 32);
  }

  /**
   * Where a seed begins to read the rows of a store.
   *
   * @param seed of a cell
   * @param rows rows of the store, at least 1
   */
  public static long start(long seed, long rows) {
    int[] words = new int[4];
    Philox.block(seed, StreamId.SHUFFLE, -1, 0, 0, words); // no token has that position
    return Long.remainderUnsigned((long) words[0] << 32 | words[1] & 0xFFFFFFFFL, rows);
  }
}

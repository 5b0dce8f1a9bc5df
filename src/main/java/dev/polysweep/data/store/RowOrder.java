package dev.polysweep.data.store;

import dev.polysweep.math.Philox;
import dev.polysweep.math.StreamId;
import java.io.Serializable;

/**
 * The order of a store's rows and the choice of held-out documents. Both are functions of seed,
 * document and position alone and do not depend on how Spark partitions the work.
 *
 * @param seed key of the draws
 * @param validation expected share of the documents that are held out for validation, in [0, 1)
 */
public record RowOrder(long seed, double validation) implements Serializable {

  /**
   * @throws IllegalArgumentException if the share is not in [0, 1)
   */
  public RowOrder {
    if (!(validation >= 0 && validation < 1)) {
      throw new IllegalArgumentException(
          "the share of documents held out must be at least 0 and below 1, not " + validation);
    }
  }

  /** Whether a document is held out; all its tokens then belong to the validation rows. */
  public boolean heldOut(long document) {
    int[] words = new int[4];
    Philox.block(seed, StreamId.HOLD_OUT, 0, (int) document, (int) (document >>> 32), words);
    return Philox.uniform(words[0]) < validation;
  }

  /** The sort key of a token: 64 random bits, to be compared as an unsigned number. */
  public long key(long document, int position) {
    int[] words = new int[4];
    Philox.block(seed, StreamId.SHUFFLE, position, (int) document, (int) (document >>> 32), words);
    return (long) words[0] << 32 | words[1] & 0xFFFFFFFFL;
  }

  /**
   * The index of the range that a key lies in when the unsigned 64-bit numbers are cut into {@code
   * ranges} equal ranges, ascending from 0.
   */
  public static int range(long key, int ranges) {
    return (int) ((key >>> 32) * ranges >>> 32);
  }

  /**
   * The row of a store at which a cell begins to read, so that cells of different seeds see
   * different batches.
   *
   * @param seed seed of the cell
   * @param rows number of rows of the store, at least 1
   * @return a row in [0, rows)
   */
  public static long start(long seed, long rows) {
    int[] words = new int[4];
    Philox.block(seed, StreamId.SHUFFLE, -1, 0, 0, words); // no token has that position
    return Long.remainderUnsigned((long) words[0] << 32 | words[1] & 0xFFFFFFFFL, rows);
  }
}

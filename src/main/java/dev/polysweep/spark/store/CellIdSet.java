package dev.polysweep.spark.store;

import java.util.Arrays;
import java.util.List;

/**
 * A set of cell ids that takes 8 bytes for each: the driver needs 8 MB for a million finished
 * cells.
 */
public final class CellIdSet {

  private final long[] sorted;

  private CellIdSet(long[] sorted) {
    this.sorted = sorted;
  }

  /**
   * The set of the ids in all chunks.
   *
   * @param chunks ids as {@link #pack} makes them
   */
  static CellIdSet of(List<long[]> chunks) {
    long[] all = new long[chunks.stream().mapToInt(chunk -> chunk.length).sum()];
    int at = 0;
    for (long[] chunk : chunks) {
      System.arraycopy(chunk, 0, all, at, chunk.length);
      at += chunk.length;
    }
    Arrays.sort(all);
    return new CellIdSet(all);
  }

  /** An id, which is 16 hexadecimal digits, as the 64 bits of a long. */
  static long pack(String id) {
    return Long.parseUnsignedLong(id, 16);
  }

  /** Whether the id is in the set. */
  public boolean contains(String id) {
    return Arrays.binarySearch(sorted, pack(id)) >= 0;
  }

  /** Number of ids. */
  public int size() {
    return sorted.length;
  }
}

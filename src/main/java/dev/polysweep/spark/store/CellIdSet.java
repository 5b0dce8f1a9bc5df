package dev.polysweep.spark.store;

import java.util.Arrays;
import java.util.List;

/** A set of cell ids in 8 bytes each: a million finished cells take 8 MB of the driver. */
public final class CellIdSet {

  private final long[] sorted;

  private CellIdSet(long[] sorted) {
    this.sorted = sorted;
  }

  /** The ids in all the chunks, each id as {@link #pack packed}. */
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

  /** The 64 bits that an id's 16 hexadecimal digits stand for. */
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

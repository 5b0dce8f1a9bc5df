package dev.polysweep.feature;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A map from non-negative ints to counts, as an open-addressing hash table in two arrays. It exists
 * because thousands of features have hundreds of counts each, for which boxed keys would take too
 * much memory. Not thread-safe.
 */
public final class IntCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int FREE = -1;

  private int[] keys = new int[0];
  private long[] counts = new long[0];
  private int size;

  /** Receives the counts. */
  public interface Visitor {
    /** Called with a key and its count. */
    void visit(int key, long count);
  }

  /**
   * Adds to the count of a key.
   *
   * @param key the key, at least 0
   * @param more the number to add
   */
  public void add(int key, long more) {
    if (2 * (size + 1) > keys.length) {
      grow();
    }
    int at = slot(key);
    if (keys[at] == FREE) {
      keys[at] = key;
      size++;
    }
    counts[at] += more;
  }

  /** Adds all counts of another map, which is not changed. */
  public void add(IntCounts other) {
    other.forEach(this::add);
  }

  /** Calls the visitor with every key and its count, in no particular order. */
  public void forEach(Visitor visitor) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != FREE) {
        visitor.visit(keys[i], counts[i]);
      }
    }
  }

  private int slot(int key) {
    int mask = keys.length - 1;
    int at = (key * 0x9E3779B9 >>> 7) & mask;
    while (keys[at] != FREE && keys[at] != key) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void grow() {
    int[] oldKeys = keys;
    long[] oldCounts = counts;
    keys = new int[Math.max(8, 2 * oldKeys.length)];
    counts = new long[keys.length];
    Arrays.fill(keys, FREE);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int at = slot(oldKeys[i]);
        keys[at] = oldKeys[i];
        counts[at] = oldCounts[i];
      }
    }
  }
}

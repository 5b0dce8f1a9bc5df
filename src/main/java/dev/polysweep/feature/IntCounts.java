package dev.polysweep.feature;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Counts by whole number, in two arrays: a feature has hundreds of them, and there are thousands.
 */
public final class IntCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int FREE = -1;

  private int[] keys = new int[0];
  private long[] counts = new long[0];
  private int size;

  /** What is done with each count. */
  public interface Visitor {
    /** A key that was counted, and how often. */
    void visit(int key, long count);
  }

  /**
   * Counts some more.
   *
   * @param key 0 or more
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

  /** Adds all of another's. */
  public void add(IntCounts other) {
    other.forEach(this::add);
  }

  /** Visits every count, in no order that means anything. */
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

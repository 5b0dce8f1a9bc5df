package dev.polysweep.metric.dictionary;

import dev.polysweep.metric.statistic.NullDistribution;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A cache of null distributions that depend only on the seed, the decoder's shape and the number of
 * draws, so that the configurations of one seed share a distribution. The cache keeps the most
 * recently used ones. Thread-safe: a distribution is computed once, and a thread that waits for one
 * does not block the threads that need another.
 */
final class NullCache {

  /**
   * The largest number of draws that are kept, of 8 bytes each; enough for the seeds of several
   * packs of a GPU, whose draws are made before they are needed.
   */
  static final long CAPACITY = 1L << 23;

  private static final Map<Key, Slot> SLOTS = new LinkedHashMap<>(16, 0.75f, true);
  private static long held;

  private NullCache() {}

  private record Key(long seed, int rows, int cols, int draws) {}

  private static final class Slot {
    private NullDistribution value;

    synchronized NullDistribution get(Supplier<NullDistribution> source) {
      if (value == null) {
        value = source.get();
      }
      return value;
    }
  }

  static NullDistribution get(
      long seed, int rows, int cols, int draws, Supplier<NullDistribution> source) {
    return slot(new Key(seed, rows, cols, draws)).get(source);
  }

  private static Slot slot(Key key) {
    synchronized (SLOTS) {
      Slot slot = SLOTS.get(key);
      if (slot == null) {
        slot = new Slot();
        SLOTS.put(key, slot);
        held += key.draws();
        dropEldest();
      }
      return slot;
    }
  }

  /**
   * Removes the least recently used distributions until the cache is within its capacity; the
   * newest one stays, however many draws it has.
   */
  private static void dropEldest() {
    Iterator<Key> eldest = SLOTS.keySet().iterator();
    while (held > CAPACITY && SLOTS.size() > 1) {
      held -= eldest.next().draws();
      eldest.remove();
    }
  }

  /** The number of draws that are kept now. */
  static long held() {
    synchronized (SLOTS) {
      return held;
    }
  }
}

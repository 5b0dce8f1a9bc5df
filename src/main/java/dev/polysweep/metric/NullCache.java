package dev.polysweep.metric;

import dev.polysweep.metric.statistic.NullDistribution;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Null distributions that depend on the seed and the decoder's shape alone, the most recently used
 * ones kept, so that the configurations of one seed share one. Safe for threads; a distribution is
 * computed once, and waiting for it does not hold up others.
 */
final class NullCache {

  /** Draws kept at most, 8 bytes each: a seed and shape for each thread of a large machine. */
  static final long CAPACITY = 1L << 21;

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

  /** Makes room; the newest distribution stays however many draws it has. */
  private static void dropEldest() {
    Iterator<Key> eldest = SLOTS.keySet().iterator();
    while (held > CAPACITY && SLOTS.size() > 1) {
      held -= eldest.next().draws();
      eldest.remove();
    }
  }

  /** Draws kept. */
  static long held() {
    synchronized (SLOTS) {
      return held;
    }
  }
}

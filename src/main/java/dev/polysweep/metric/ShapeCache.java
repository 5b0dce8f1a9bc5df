package dev.polysweep.metric;

import dev.polysweep.metric.statistic.NullDistribution;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Null distributions that depend on the decoder's shape alone, the most recently used ones kept.
 * Safe for threads; a distribution is computed once, and waiting for it does not hold up other
 * shapes.
 */
final class ShapeCache {

  /** At 1 000 draws a distribution is 8 kB. */
  static final int CAPACITY = 64;

  private static final Map<Shape, Slot> SLOTS =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Shape, Slot> eldest) {
          return size() > CAPACITY;
        }
      };

  private ShapeCache() {}

  private record Shape(int rows, int cols, int draws) {}

  private static final class Slot {
    private NullDistribution value;

    synchronized NullDistribution get(Supplier<NullDistribution> source) {
      if (value == null) {
        value = source.get();
      }
      return value;
    }
  }

  static NullDistribution get(int rows, int cols, int draws, Supplier<NullDistribution> source) {
    Slot slot;
    synchronized (SLOTS) {
      slot = SLOTS.computeIfAbsent(new Shape(rows, cols, draws), shape -> new Slot());
    }
    return slot.get(source);
  }

  static int size() {
    synchronized (SLOTS) {
      return SLOTS.size();
    }
  }
}

package dev.polysweep.sweep.plan;

import dev.polysweep.sweep.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process has learnt of how many cells fit into its memory or its GPU's at a time, by
 * whatever decides a cell's size.
 */
final class FittingPacks {

  private final Map<Object, Integer> largest = new ConcurrentHashMap<>();

  /** Remembers that so many cells did not fit. */
  void tooMany(Object shape, int cells) {
    largest.merge(shape, Math.max(1, cells / 2), Math::min);
  }

  /** A pack in parts that fit as far as is known, of nearly equal size, in order. */
  List<List<Cell>> parts(Object shape, List<Cell> pack) {
    int limit = largest.getOrDefault(shape, Integer.MAX_VALUE);
    int count = (pack.size() - 1) / limit + 1;
    List<List<Cell>> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(pack.subList(pack.size() * i / count, pack.size() * (i + 1) / count));
    }
    return parts;
  }
}

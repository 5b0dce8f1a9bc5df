package dev.polysweep.sweep.plan;

import dev.polysweep.sweep.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers how many cells of a shape fit at a time into the memory of this process or its GPU. A
 * shape is any object that determines the size of a cell.
 */
final class FittingPacks {

  private final Map<Object, Integer> largest = new ConcurrentHashMap<>();

  /**
   * Remembers that a pack of this number of cells did not fit; from now on at most half as many are
   * put into a pack.
   */
  void tooMany(Object shape, int cells) {
    largest.merge(shape, Math.max(1, cells / 2), Math::min);
  }

  /**
   * Cuts a pack, in order, into parts of nearly equal size, none of them larger than the number of
   * cells that may still fit.
   */
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

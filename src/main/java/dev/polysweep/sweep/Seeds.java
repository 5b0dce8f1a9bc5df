package dev.polysweep.sweep;

import java.io.Serializable;

/**
 * Seeds of a sweep: a range, or an explicit list. A range takes constant memory, however long it
 * is.
 */
public sealed interface Seeds extends Serializable {

  /** The number of seeds. */
  long count();

  /** The seed with number {@code i}, where i is in 0, …, count − 1. */
  long get(long i);

  /** The seeds from, from + 1, …, from + count − 1. */
  record Range(long from, long count) implements Seeds {
    @Override
    public long get(long i) {
      return from + i;
    }
  }

  /** An explicit list of seeds. */
  record Listed(java.util.List<Long> values) implements Seeds {
    @Override
    public long count() {
      return values.size();
    }

    @Override
    public long get(long i) {
      return values.get((int) i);
    }
  }
}

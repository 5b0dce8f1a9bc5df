package dev.polysweep.sweep;

import java.io.Serializable;

/** Seeds of a sweep: a range, or an explicit list. Holds no list for a range, however long. */
public sealed interface Seeds extends Serializable {

  /** How many. */
  long count();

  /** Seed number i in 0 … count − 1. */
  long get(long i);

  /** from, from + 1, …, from + count − 1. */
  record Range(long from, long count) implements Seeds {
    @Override
    public long get(long i) {
      return from + i;
    }
  }

  /** Exactly these. */
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

package dev.polysweep.spark.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/**
 * Metrics of the cells that share a key, in the order of their seeds: what every aggregate is
 * folded from, so that it is the same to the last bit however the rows were spread.
 *
 * @param key values of the key columns
 * @param seeds ascending
 * @param values {@code [metric][seed]}; NaN where a cell has none
 */
record SeedGroup(List<Object> key, long[] seeds, double[][] values) {

  /** The values of this group's metric at other seeds, NaN where it has none. */
  double[] at(int metric, long[] others) {
    double[] aligned = new double[others.length];
    for (int i = 0; i < aligned.length; i++) {
      int at = Arrays.binarySearch(seeds, others[i]);
      aligned[i] = at < 0 ? Double.NaN : values[metric][at];
    }
    return aligned;
  }

  /**
   * Reads groups one after another from rows sorted by key and seed, holding one group at a time.
   *
   * @param rows key columns, then the seed, then metrics of type double
   * @param keys number of key columns
   */
  static Iterator<SeedGroup> groups(Iterator<Row> rows, int keys) {
    return new Iterator<>() {
      private Row next = rows.hasNext() ? rows.next() : null;

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public SeedGroup next() {
        if (next == null) {
          throw new NoSuchElementException();
        }
        List<Object> key = key(next);
        Columns columns = new Columns(next.size() - keys - 1);
        do {
          columns.add(next, keys);
          next = rows.hasNext() ? rows.next() : null;
        } while (next != null && key(next).equals(key));
        return columns.group(key);
      }

      private List<Object> key(Row row) {
        List<Object> key = new ArrayList<>(keys);
        for (int i = 0; i < keys; i++) {
          key.add(row.get(i));
        }
        return key;
      }
    };
  }

  /** Growing columns of primitive values. */
  private static final class Columns {
    private long[] seeds = new long[16];
    private final double[][] values;
    private int size;

    Columns(int metrics) {
      values = new double[metrics][16];
    }

    void add(Row row, int keys) {
      if (size == seeds.length) {
        seeds = Arrays.copyOf(seeds, 2 * size);
        for (int m = 0; m < values.length; m++) {
          values[m] = Arrays.copyOf(values[m], 2 * size);
        }
      }
      seeds[size] = row.getLong(keys);
      for (int m = 0; m < values.length; m++) {
        int at = keys + 1 + m;
        values[m][size] = row.isNullAt(at) ? Double.NaN : row.getDouble(at);
      }
      size++;
    }

    SeedGroup group(List<Object> key) {
      double[][] trimmed = new double[values.length][];
      for (int m = 0; m < trimmed.length; m++) {
        trimmed[m] = Arrays.copyOf(values[m], size);
      }
      return new SeedGroup(key, Arrays.copyOf(seeds, size), trimmed);
    }
  }
}

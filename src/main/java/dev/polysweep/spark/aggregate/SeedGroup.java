package dev.polysweep.spark.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/**
 * The metrics of the cells that share a key, in the order of their seeds. Every aggregate is
 * computed from such groups, so it has the same bits however the rows were distributed.
 *
 * @param key values of the key columns
 * @param seeds seeds of the cells, ascending {@code [cells]}; in a group of events a seed may
 *     repeat
 * @param values {@code [metric][cell]}; NaN where a cell lacks a value
 */
record SeedGroup(List<Object> key, long[] seeds, double[][] values) {

  /**
   * The values of a metric at given seeds; NaN at a seed that this group does not have.
   *
   * @param metric index of the metric
   * @param others the seeds
   */
  double[] at(int metric, long[] others) {
    double[] aligned = new double[others.length];
    for (int i = 0; i < aligned.length; i++) {
      int at = Arrays.binarySearch(seeds, others[i]);
      aligned[i] = at < 0 ? Double.NaN : values[metric][at];
    }
    return aligned;
  }

  /**
   * Reads groups one after another from rows that are sorted by key and seed. One group at a time
   * is in memory.
   *
   * @param rows rows of the key columns, the seed, and metrics of type double
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

  /** Collects the rows of one group in arrays of primitive values, which grow as needed. */
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

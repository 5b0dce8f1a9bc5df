package dev.polysweep.spark.aggregate;

import dev.polysweep.spark.store.SparkRows;
import dev.polysweep.table.row.ArrayRow;
import dev.polysweep.table.row.CosineRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Sums up the cosine matrices of one label, those of all its seeds, which are in memory together.
 */
final class Overlaps {

  /** A matrix and its mean |cos| over pairs of directions. */
  private record Seen(ArrayRow matrix, double mean) {}

  private final List<Seen> seen = new ArrayList<>();
  private final long[] counts = new long[CosineRow.BINS];

  private Overlaps() {}

  /**
   * The overlaps of the labels in a partition.
   *
   * @param rows rows of {@code arrays} with square matrices; the rows of a label are together
   * @param dimensions from a label to the number of dimensions of its directions, where it is known
   */
  static Iterator<CosineRow> of(Iterator<Row> rows, Map<String, Integer> dimensions) {
    List<CosineRow> all = new ArrayList<>();
    Overlaps overlaps = null;
    String label = null;
    while (rows.hasNext()) {
      ArrayRow next = SparkRows.array(rows.next());
      if (!next.label().equals(label)) {
        if (overlaps != null) {
          all.add(overlaps.row(dimensions));
        }
        overlaps = new Overlaps();
        label = next.label();
      }
      overlaps.add(next);
    }
    if (overlaps != null) {
      all.add(overlaps.row(dimensions));
    }
    return all.iterator();
  }

  private void add(ArrayRow matrix) {
    double sum = 0;
    long pairs = 0;
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = i + 1; j < matrix.cols(); j++) {
        double value = Math.abs(matrix.data()[i * matrix.cols() + j]);
        if (!Double.isNaN(value)) {
          counts[(int) Math.min(CosineRow.BINS - 1, value * CosineRow.BINS)]++;
          sum += value;
          pairs++;
        }
      }
    }
    seen.add(new Seen(matrix, pairs == 0 ? Double.NaN : sum / pairs));
  }

  private CosineRow row(Map<String, Integer> dimensions) {
    List<Seen> byMean = seen.stream().sorted(Comparator.comparingDouble(Seen::mean)).toList();
    double mean =
        seen.stream().mapToDouble(Seen::mean).filter(Double::isFinite).average().orElse(Double.NaN);
    ArrayRow typical = byMean.get((byMean.size() - 1) / 2).matrix();
    return new CosineRow(
        typical.label(),
        seen.size(),
        mean,
        dimensions.getOrDefault(typical.label(), 0),
        shares(),
        typical.seed(),
        typical.cellId(),
        typical.rows(),
        typical.cols(),
        typical.data());
  }

  private float[] shares() {
    long pairs = 0;
    for (long count : counts) {
      pairs += count;
    }
    float[] shares = new float[counts.length];
    for (int bin = 0; bin < shares.length; bin++) {
      shares[bin] = pairs == 0 ? 0 : (float) ((double) counts[bin] / pairs);
    }
    return shares;
  }
}

package dev.polysweep.spark.aggregate;

import dev.polysweep.spark.store.SparkRows;
import dev.polysweep.table.ArrayRow;
import dev.polysweep.table.Overlap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Sums up the cosine matrices of one label, those of all its seeds, which are in memory together.
 */
final class Overlaps {

  /** A matrix and its mean |cos| over pairs of directions. */
  private record Seen(ArrayRow matrix, double mean) {}

  private final List<Seen> seen = new ArrayList<>();
  private final long[] counts = new long[Overlap.BINS];

  private Overlaps() {}

  /**
   * The overlaps of the labels in a partition, without their number of dimensions.
   *
   * @param rows rows of {@code arrays} with square matrices; the rows of a label are together
   */
  static Iterator<Overlap> of(Iterator<Row> rows) {
    List<Overlap> all = new ArrayList<>();
    Overlaps overlaps = null;
    String label = null;
    while (rows.hasNext()) {
      ArrayRow next = SparkRows.array(rows.next());
      if (!next.label().equals(label)) {
        if (overlaps != null) {
          all.add(overlaps.value());
        }
        overlaps = new Overlaps();
        label = next.label();
      }
      overlaps.add(next);
    }
    if (overlaps != null) {
      all.add(overlaps.value());
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
          counts[(int) Math.min(Overlap.BINS - 1, value * Overlap.BINS)]++;
          sum += value;
          pairs++;
        }
      }
    }
    seen.add(new Seen(matrix, pairs == 0 ? Double.NaN : sum / pairs));
  }

  private Overlap value() {
    List<Seen> byMean = seen.stream().sorted(Comparator.comparingDouble(Seen::mean)).toList();
    double mean =
        seen.stream().mapToDouble(Seen::mean).filter(Double::isFinite).average().orElse(Double.NaN);
    return new Overlap(byMean.get((byMean.size() - 1) / 2).matrix(), counts, mean, 0);
  }
}

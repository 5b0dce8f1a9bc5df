package dev.polysweep.spark.aggregate;

import dev.polysweep.spark.store.SparkRows;
import dev.polysweep.table.ArrayRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;

/** The mean of the matrices of one label, summed in double in the order in which they arrive. */
final class MeanArray {

  private final ArrayRow first;
  private final double[] sum;
  private long count;

  private MeanArray(ArrayRow first) {
    this.first = first;
    this.sum = new double[first.data().length];
  }

  /**
   * The means of the labels in a partition.
   *
   * @param rows rows of {@code arrays}; the rows of a label are together and in the order of seeds
   * @return one mean for each label, with an empty cell id and seed −1
   * @throws IllegalStateException if matrices of one label differ in shape
   */
  static Iterator<ArrayRow> of(Iterator<Row> rows) {
    List<ArrayRow> means = new ArrayList<>();
    MeanArray mean = null;
    while (rows.hasNext()) {
      ArrayRow next = SparkRows.array(rows.next());
      if (mean == null || !mean.first.label().equals(next.label())) {
        if (mean != null) {
          means.add(mean.value());
        }
        mean = new MeanArray(next);
      }
      mean.add(next);
    }
    if (mean != null) {
      means.add(mean.value());
    }
    return means.iterator();
  }

  private void add(ArrayRow array) {
    if (array.rows() != first.rows() || array.cols() != first.cols()) {
      throw new IllegalStateException(
          "matrices "
              + array.name()
              + " of "
              + array.label()
              + " are "
              + first.rows()
              + "×"
              + first.cols()
              + " and "
              + array.rows()
              + "×"
              + array.cols());
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] += array.data()[i];
    }
    count++;
  }

  private ArrayRow value() {
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / count);
    }
    return new ArrayRow("", first.label(), -1, first.name(), first.rows(), first.cols(), mean);
  }
}

package dev.polysweep.metric.statistic;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Values of configurations by seeds without gaps. Seeds and then configurations that have values in
 * less than half of the cells are left out, and the gaps that remain are filled with the values
 * that leave the smallest sum of squares about the additive model, configuration effect plus seed
 * effect (Yates 1933), found by iteration. A filled value adds nothing to the remainder.
 *
 * @param rows indices of the configurations that are kept, ascending
 * @param values {@code [rows][seeds kept]}, all finite
 * @param filled number of values that were filled in
 */
public record MissingCells(List<Integer> rows, double[][] values, int filled) {

  private static final int MOST_ROUNDS = 200;

  /**
   * Fills the gaps.
   *
   * @param values {@code [configurations][seeds]}, NaN for a gap; not changed
   */
  public static MissingCells fill(double[][] values) {
    int seeds = values.length == 0 ? 0 : values[0].length;
    int[] columns =
        IntStream.range(0, seeds)
            .filter(
                s ->
                    2 * count(Arrays.stream(values).mapToDouble(row -> row[s]).toArray())
                        >= values.length)
            .toArray();
    List<Integer> rows =
        IntStream.range(0, values.length)
            .filter(
                c -> columns.length > 0 && 2 * count(pick(values[c], columns)) >= columns.length)
            .boxed()
            .toList();
    double[][] kept = rows.stream().map(c -> pick(values[c], columns)).toArray(double[][]::new);
    boolean[][] gaps = new boolean[kept.length][columns.length];
    int filled = 0;
    for (int c = 0; c < kept.length; c++) {
      double mean = Arrays.stream(kept[c]).filter(v -> !Double.isNaN(v)).average().orElse(0);
      for (int s = 0; s < columns.length; s++) {
        gaps[c][s] = Double.isNaN(kept[c][s]);
        if (gaps[c][s]) {
          kept[c][s] = mean;
          filled++;
        }
      }
    }
    for (int round = 0; round < MOST_ROUNDS && filled > 0 && improve(kept, gaps); round++) {}
    return new MissingCells(rows, kept, filled);
  }

  /** Sets every gap to the additive fit; whether some value changed by more than rounding. */
  private static boolean improve(double[][] values, boolean[][] gaps) {
    double[] bySeed = new double[values[0].length];
    double[] byRow = new double[values.length];
    double all = 0;
    for (int c = 0; c < values.length; c++) {
      for (int s = 0; s < bySeed.length; s++) {
        byRow[c] += values[c][s] / bySeed.length;
        bySeed[s] += values[c][s] / values.length;
        all += values[c][s] / bySeed.length / values.length;
      }
    }
    boolean changed = false;
    for (int c = 0; c < values.length; c++) {
      for (int s = 0; s < bySeed.length; s++) {
        if (gaps[c][s]) {
          double fit = byRow[c] + bySeed[s] - all;
          changed |= Math.abs(fit - values[c][s]) > 1e-12 * Math.abs(fit);
          values[c][s] = fit;
        }
      }
    }
    return changed;
  }

  private static double[] pick(double[] row, int[] columns) {
    return Arrays.stream(columns).mapToDouble(s -> row[s]).toArray();
  }

  private static long count(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).count();
  }
}

package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.statistic.Proportion;
import dev.polysweep.spark.aggregate.SeedPairs.Cell;
import dev.polysweep.table.row.ReturnRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The latents of all seeds of a label.
 *
 * @param seeds number of seeds
 * @param share share of the other seeds in which a latent comes back
 * @param real whether it is a true feature; null without truth
 */
record ReturnedLatents(int seeds, double[] share, boolean[] real) {

  /** Cosine of a latent with the feature that it is. */
  static final double REAL = 0.8;

  private static final int BINS = 10;

  static ReturnedLatents of(String label, Map<Cell, int[]> back, Map<Cell, float[]> truth) {
    List<Cell> cells =
        back.keySet().stream()
            .filter(cell -> cell.label().equals(label))
            .sorted(Comparator.comparing(Cell::seed))
            .toList();
    int latents = back.get(cells.get(0)).length;
    double[] share = new double[cells.size() * latents];
    boolean[] real =
        cells.stream().allMatch(c -> truth.get(c) != null) ? new boolean[share.length] : null;
    for (int c = 0; c < cells.size(); c++) {
      for (int f = 0; f < latents; f++) {
        int at = c * latents + f;
        share[at] = (double) back.get(cells.get(c))[f] / (cells.size() - 1);
        if (real != null) {
          real[at] = truth.get(cells.get(c))[f] >= REAL;
        }
      }
    }
    return new ReturnedLatents(cells.size(), share, real);
  }

  double returning() {
    return (double) IntStream.range(0, share.length).filter(i -> share[i] >= 0.5).count()
        / share.length;
  }

  /** The share of true features among the latents that come back, or among the others. */
  Double real(boolean returning) {
    long n = IntStream.range(0, share.length).filter(i -> share[i] >= 0.5 == returning).count();
    if (real == null || n == 0) {
      return null;
    }
    return (double)
            IntStream.range(0, share.length)
                .filter(i -> share[i] >= 0.5 == returning && real[i])
                .count()
        / n;
  }

  /**
   * The share of true features by how often latents come back. Seeds have much the same latents, so
   * for the intervals those of all seeds together count as the latents of one.
   */
  List<ReturnRow> bins(String label) {
    long[] all = new long[BINS];
    long[] features = new long[BINS];
    for (int i = 0; i < share.length; i++) {
      int bin = bin(share[i]);
      all[bin]++;
      features[bin] += real != null && real[i] ? 1 : 0;
    }
    List<ReturnRow> rows = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      Proportion p =
          real == null || all[bin] == 0
              ? null
              : new Proportion((double) features[bin] / seeds, (double) all[bin] / seeds);
      rows.add(
          new ReturnRow(
              label,
              (double) bin / BINS,
              (bin + 1.0) / BINS,
              all[bin],
              real == null ? null : features[bin],
              p == null ? null : (double) features[bin] / all[bin],
              p == null ? null : p.ci95Low(),
              p == null ? null : p.ci95High()));
    }
    return rows;
  }

  /** The number of the row of {@link #bins} that a share of the other seeds falls into. */
  static int bin(double share) {
    return Math.min(BINS - 1, (int) (share * BINS));
  }
}

package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.statistic.PairedContrast;
import dev.polysweep.metric.statistic.SampleSummary;
import dev.polysweep.table.Better;
import dev.polysweep.table.Column;
import dev.polysweep.table.row.RivalRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Makes the rows of {@code rivals}: which label is best by each metric that has a good direction,
 * and which others may be. The groups have the key (ordinal, label) and are all in one partition. A
 * label leaves the candidates if it is worse than the best in a one-sided test, paired by seed, at
 * 0.05 over the number of comparisons; the truly best label is then among the candidates with a
 * chance of 95 % or more, whichever label the data favour (subset selection, Gupta 1965).
 *
 * @param metrics definitions of the metrics, in the order of the groups' values
 */
record Rivals(List<Column> metrics) implements Fold {

  private static final double LEVEL = 0.05;

  @Override
  public Iterator<RivalRow> rows(Iterator<SeedGroup> groups) {
    SeedMatrix cells = SeedMatrix.of(groups);
    return Flattened.of(
        java.util.stream.IntStream.range(0, metrics.size()).iterator(), m -> of(cells, m));
  }

  private List<RivalRow> of(SeedMatrix cells, int metric) {
    Column column = metrics.get(metric);
    if (column.better() == Better.NEITHER || cells.labels().size() < 2) {
      return List.of();
    }
    double sign = column.better() == Better.LOW ? 1 : -1;
    double[][] values = cells.values(metric);
    List<Integer> known = new ArrayList<>();
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    double[] means = new double[values.length];
    for (int c = 0; c < values.length; c++) {
      SampleSummary summary = SampleSummary.of(values[c]);
      means[c] = summary.mean();
      if (summary.n() > 0) {
        known.add(c);
        if (sign * means[c] < least) {
          least = sign * means[c];
          best = c;
        }
      }
    }
    List<RivalRow> rows = new ArrayList<>();
    for (int c : known) {
      rows.add(row(cells, column, c, best, known.size() - 1, sign, means[c], values));
    }
    return rows;
  }

  private static RivalRow row(
      SeedMatrix cells,
      Column metric,
      int c,
      int best,
      int comparisons,
      double sign,
      double mean,
      double[][] values) {
    PairedContrast contrast = PairedContrast.of(values[c], values[best]);
    Double p = c == best ? null : oneSided(contrast, sign);
    // Differences without variance need no test: they are what they are in every seed.
    boolean surely = c != best && p == null && contrast.n() > 1 && sign * contrast.delta() > 0;
    Double adjusted = p == null ? null : Double.valueOf(Math.min(1, p * comparisons));
    return new RivalRow(
        metric.name(),
        cells.labels().get(c),
        cells.labels().get(best),
        contrast.n(),
        mean,
        contrast.n() == 0 ? Double.NaN : contrast.delta(),
        contrast.ci95Low(),
        contrast.ci95High(),
        p,
        adjusted,
        !surely && (adjusted == null || adjusted >= LEVEL));
  }

  private static Double oneSided(PairedContrast contrast, double sign) {
    if (contrast.p() == null) {
      return null;
    }
    double half = contrast.p() / 2;
    return sign * contrast.delta() > 0 ? half : 1 - half;
  }
}

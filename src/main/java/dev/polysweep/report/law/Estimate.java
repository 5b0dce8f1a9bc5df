package dev.polysweep.report.law;

import dev.polysweep.metric.statistic.MeanInterval;
import dev.polysweep.metric.statistic.Moments;
import dev.polysweep.metric.statistic.PairedContrast;
import dev.polysweep.report.page.Details;
import dev.polysweep.table.CellValues;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * A mean over seeds with its 95 % interval.
 *
 * @param mid the mean; NaN without values
 * @param low lower end of the interval, or null if there is none
 * @param high upper end of the interval, or null if there is none
 * @param seeds number of seeds with a value
 */
public record Estimate(double mid, Double low, Double high, int seeds) {

  /**
   * The mean of a number of any sign, with Student's interval. Values that are NaN are left out.
   */
  public static Estimate mean(double[] bySeed) {
    return of(bySeed, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false);
  }

  /** The mean of shares from 0 to 1, with the interval of {@link MeanInterval}. */
  public static Estimate share(double[] bySeed) {
    boolean whole = Arrays.stream(bySeed).allMatch(v -> v == 0 || v == 1);
    return of(bySeed, 0, 1, whole);
  }

  /** The difference a − b, paired by seed. */
  public static Estimate difference(double[] a, double[] b) {
    PairedContrast c = PairedContrast.of(a, b);
    return new Estimate(c.delta(), c.ci95Low(), c.ci95High(), c.n());
  }

  /**
   * The difference a − b, paired by seed, in per cent of the mean of b. Where a and b are the same
   * to the last bit for every seed, what distinguishes them does nothing, and the interval is [0,
   * 0].
   */
  public static Estimate percent(double[] a, double[] b) {
    PairedContrast c = PairedContrast.of(a, b);
    if (c.n() > 1 && c.delta() == 0 && c.t() == null) {
      return new Estimate(0, 0.0, 0.0, c.n());
    }
    double mid = c.deltaPct() == null ? Double.NaN : c.deltaPct();
    return new Estimate(mid, c.pctCi95Low(), c.pctCi95High(), c.n());
  }

  private static Estimate of(double[] bySeed, double min, double max, boolean whole) {
    double[] finite = Arrays.stream(bySeed).filter(Double::isFinite).toArray();
    MeanInterval interval = MeanInterval.of(finite, min, max, whole);
    return new Estimate(Moments.of(finite).mean(), interval.low(), interval.high(), finite.length);
  }

  /**
   * The values of a label, one for each seed of the sweep in ascending order; NaN where the cell
   * did not end well.
   */
  public static double[] bySeed(Details details, String label, ToDoubleFunction<CellValues> value) {
    long[] seeds =
        details.cells().stream().mapToLong(CellValues::seed).sorted().distinct().toArray();
    double[] values = new double[seeds.length];
    Arrays.fill(values, Double.NaN);
    for (CellValues cell : details.cells(label)) {
      values[Arrays.binarySearch(seeds, cell.seed())] = value.applyAsDouble(cell);
    }
    return values;
  }

  /** The values of a metric of a label, by seed. */
  public static double[] bySeed(Details details, String label, String metric) {
    return bySeed(details, label, cell -> cell.metric(metric));
  }
}

package dev.polysweep.data.store;

import java.io.Serializable;

/**
 * The statistics of n activation rows x that normalisation needs.
 *
 * @param rows the number of rows n
 * @param mean the mean row (1/n)·Σ x, {@code [d_in]}
 * @param meanNorm the mean norm (1/n)·Σ ‖x‖
 * @param meanSquaredNorm the mean squared norm (1/n)·Σ ‖x‖²
 */
public record StoreStatistics(long rows, double[] mean, double meanNorm, double meanSquaredNorm)
    implements Serializable {

  /** The total variance (1/n)·Σ ‖x − mean‖² = meanSquaredNorm − ‖mean‖². */
  public double variance() {
    double square = 0;
    for (double m : mean) {
      square += m * m;
    }
    return meanSquaredNorm - square;
  }

  /**
   * Collects the statistics row by row, in double precision and in the order of the calls. Not
   * thread-safe.
   */
  public static final class Sums implements Serializable {
    private static final long serialVersionUID = 1L;
    private long rows;
    private final double[] sum;
    private double norms;
    private double squares;

    /** Sums over no rows yet, for rows of the given width. */
    public Sums(int width) {
      sum = new double[width];
    }

    /** Adds a row {@code [width]}. */
    public void add(float[] x) {
      double square = 0;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += x[i];
        square += (double) x[i] * x[i];
      }
      rows++;
      norms += Math.sqrt(square);
      squares += square;
    }

    /** Adds all rows that {@code other} has collected; {@code other} is not changed. */
    public void add(Sums other) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += other.sum[i];
      }
      rows += other.rows;
      norms += other.norms;
      squares += other.squares;
    }

    /** The statistics of the rows added so far; the means are NaN if there are none. */
    public StoreStatistics statistics() {
      double[] mean = new double[sum.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = sum[i] / rows;
      }
      return new StoreStatistics(rows, mean, norms / rows, squares / rows);
    }
  }
}

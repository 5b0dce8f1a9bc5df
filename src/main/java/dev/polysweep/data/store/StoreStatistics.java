package dev.polysweep.data.store;

import java.io.Serializable;

/**
 * What normalisation needs to know of activations, over n rows x.
 *
 * @param rows n
 * @param mean {@code [d_in]}, (1/n)·Σ x
 * @param meanNorm (1/n)·Σ ‖x‖
 * @param meanSquaredNorm (1/n)·Σ ‖x‖²
 */
public record StoreStatistics(long rows, double[] mean, double meanNorm, double meanSquaredNorm)
    implements Serializable {

  /** (1/n)·Σ ‖x − mean‖² = meanSquaredNorm − ‖mean‖². */
  public double variance() {
    double square = 0;
    for (double m : mean) {
      square += m * m;
    }
    return meanSquaredNorm - square;
  }

  /** Sums in double precision over rows in order; not thread-safe. */
  public static final class Sums implements Serializable {
    private static final long serialVersionUID = 1L;
    private long rows;
    private final double[] sum;
    private double norms;
    private double squares;

    /** No rows yet, of this width. */
    public Sums(int width) {
      sum = new double[width];
    }

    /** Adds a row. */
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

    /** Adds the rows of another part. */
    public void add(Sums other) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += other.sum[i];
      }
      rows += other.rows;
      norms += other.norms;
      squares += other.squares;
    }

    /** The means; NaN where there are no rows. */
    public StoreStatistics statistics() {
      double[] mean = new double[sum.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = sum[i] / rows;
      }
      return new StoreStatistics(rows, mean, norms / rows, squares / rows);
    }
  }
}

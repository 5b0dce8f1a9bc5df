package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * The error of reconstructions over batches that are added one after another: {@link
 * MeanSquaredError} and {@link ExplainedVariance} of all of them together, without the samples
 * being kept.
 */
public final class ReconstructionError {

  private double[] origin; // near the mean, so that little is lost when means are subtracted
  private double[] sum;
  private double square;
  private double residual;
  private long samples;

  /**
   * Adds samples.
   *
   * @param x {@code [samples, units]}
   * @param reconstruction x̂, {@code [samples, units]}
   * @throws IllegalArgumentException if the shapes differ, also from those of earlier batches
   */
  public void add(Matrix x, Matrix reconstruction) {
    Shapes.requireEqual(x, reconstruction);
    if (origin == null) {
      origin = ColumnMeans.of(x);
      sum = new double[x.cols()];
    }
    if (x.cols() != sum.length) {
      throw new IllegalArgumentException("samples have " + sum.length + " units, not " + x.cols());
    }
    for (int r = 0; r < x.rows(); r++) {
      for (int c = 0; c < x.cols(); c++) {
        double value = x.get(r, c);
        double error = value - reconstruction.get(r, c);
        double deviation = value - origin[c];
        residual += error * error;
        square += deviation * deviation;
        sum[c] += deviation;
      }
    }
    samples += x.rows();
  }

  /** Σ (x − x̂)² / (samples · units). */
  public double mse() {
    return samples == 0 ? Double.NaN : residual / samples / sum.length;
  }

  /** 1 − Σ_s ‖x_s − x̂_s‖² / Σ_s ‖x_s − x̄‖². */
  public double explainedVariance() {
    double total = square;
    for (int c = 0; sum != null && c < sum.length; c++) {
      total -= sum[c] * sum[c] / samples;
    }
    return total > 0 ? 1 - residual / total : Double.NaN;
  }
}

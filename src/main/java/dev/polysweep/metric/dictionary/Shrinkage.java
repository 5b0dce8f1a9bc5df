package dev.polysweep.metric.dictionary;

import dev.polysweep.math.Matrix;
import dev.polysweep.metric.Shapes;

/**
 * How long reconstructions are, compared with what they reconstruct: the mean of ‖x̂_s‖ / ‖x_s‖
 * over the samples with ‖x_s‖ &gt; 1e-6, where a bias is part of both (SynthSAEBench, Chanin and
 * Garriga-Alonso 2026). 1 for a perfect reconstruction, below 1 where it shrinks. The mean is taken
 * over all batches that are added; NaN without samples.
 */
public final class Shrinkage {

  private static final double LEAST = 1e-6;

  private double sum;
  private long samples;

  /**
   * Adds samples.
   *
   * @param x {@code [samples, units]}
   * @param reconstruction x̂, {@code [samples, units]}
   * @throws IllegalArgumentException if the shapes differ
   */
  public void add(Matrix x, Matrix reconstruction) {
    Shapes.requireEqual(x, reconstruction);
    for (int r = 0; r < x.rows(); r++) {
      double norm = norm(x, r);
      if (norm > LEAST) {
        sum += norm(reconstruction, r) / norm;
        samples++;
      }
    }
  }

  /** The mean over all samples so far. */
  public double value() {
    return sum / samples;
  }

  private static double norm(Matrix m, int row) {
    double square = 0;
    for (int c = 0; c < m.cols(); c++) {
      square += (double) m.get(row, c) * m.get(row, c);
    }
    return Math.sqrt(square);
  }
}

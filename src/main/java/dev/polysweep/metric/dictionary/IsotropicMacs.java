package dev.polysweep.metric.dictionary;

import dev.polysweep.math.GaussianSamples;
import dev.polysweep.math.StreamId;
import dev.polysweep.metric.geometry.UnitColumns;
import java.util.Arrays;

/**
 * {@link Macs} of the random decoders of {@link DecoderNull#ISOTROPIC}, of many draws side by side.
 * Every draw goes through the same operations in the same order as by itself, and so has the same
 * bits; but the loops run over draws, which the JVM compiles to vector code, and the arithmetic of
 * one draw fills the time in which that of another waits. A small decoder takes a quarter of the
 * time so; a large one, of which so many do not fit into the cache, is better drawn by itself. Not
 * thread-safe.
 */
final class IsotropicMacs {

  /** Draws side by side, as many as the second-level cache of a core holds for a small decoder. */
  private static final int DRAWS = 128;

  /** The largest number of entries of a decoder, 12 bytes each in every draw. */
  static final int LARGEST = 4096;

  private final int rows;
  private final int cols;
  private final GaussianSamples gaussians = new GaussianSamples(DRAWS);
  private final float[][] normal; // [cols * rows][DRAWS]; entry r of direction c is c * rows + r
  private final double[][] unit; // likewise
  private final double[] norm = new double[DRAWS];
  private final double[] cosine = new double[DRAWS];
  private final double[] diagonal = new double[DRAWS];
  private final double[] above = new double[DRAWS];

  /**
   * Makes room for draws.
   *
   * @param rows d_hidden
   * @param cols d_sae
   */
  IsotropicMacs(int rows, int cols) {
    this.rows = rows;
    this.cols = cols;
    normal = new float[rows * cols][DRAWS];
    unit = new double[rows * cols][DRAWS];
  }

  /** MACS of the draws 0 … draws − 1 of a seed. */
  double[] of(long seed, int draws) {
    double[] values = new double[draws];
    for (int first = 0; first < draws; first += DRAWS) {
      gaussians.draw(seed, StreamId.NULL, DecoderNull.ISOTROPIC.ordinal(), first, normal);
      for (int c = 0; c < cols; c++) {
        normalize(c * rows);
      }
      sumCosines();
      for (int d = 0; d < Math.min(DRAWS, draws - first); d++) {
        values[first + d] = (diagonal[d] + 2 * above[d]) / ((double) cols * cols);
      }
    }
    return values;
  }

  /**
   * Scales the direction that begins at an entry to the unit norm in single precision, as a draw
   * does, and then in double precision, as {@link UnitColumns} does.
   */
  private void normalize(int entry) {
    norms(entry, 0);
    for (int r = entry; r < entry + rows; r++) {
      divide(unit[r], norm);
      round(unit[r], normal[r]);
    }
    norms(entry, UnitColumns.EPSILON);
    for (int r = entry; r < entry + rows; r++) {
      divide(unit[r], norm);
    }
  }

  /** The norms of a direction, plus a number; and the direction in double precision. */
  private void norms(int entry, double plus) {
    Arrays.fill(norm, 0);
    for (int r = entry; r < entry + rows; r++) {
      widen(normal[r], unit[r]);
      addProduct(unit[r], unit[r], norm);
    }
    for (int d = 0; d < norm.length; d++) {
      norm[d] = Math.sqrt(norm[d]) + plus;
    }
  }

  /** Σ_i |C_ii − 1| and Σ_{i&lt;j} |C_ij|. */
  private void sumCosines() {
    Arrays.fill(diagonal, 0);
    Arrays.fill(above, 0);
    for (int i = 0; i < cols; i++) {
      cosines(i * rows, i * rows);
      addAbsolute(cosine, 1, diagonal);
      for (int j = i + 1; j < cols; j++) {
        cosines(i * rows, j * rows);
        addAbsolute(cosine, 0, above);
      }
    }
  }

  private void cosines(int a, int b) {
    Arrays.fill(cosine, 0);
    for (int r = 0; r < rows; r++) {
      addProduct(unit[a + r], unit[b + r], cosine);
    }
  }

  private static void widen(float[] x, double[] out) {
    for (int d = 0; d < out.length; d++) {
      out[d] = x[d];
    }
  }

  private static void round(double[] x, float[] out) {
    for (int d = 0; d < out.length; d++) {
      out[d] = (float) x[d];
    }
  }

  private static void divide(double[] x, double[] by) {
    for (int d = 0; d < x.length; d++) {
      x[d] /= by[d];
    }
  }

  private static void addProduct(double[] x, double[] y, double[] sum) {
    for (int d = 0; d < sum.length; d++) {
      sum[d] += x[d] * y[d];
    }
  }

  private static void addAbsolute(double[] x, double less, double[] sum) {
    for (int d = 0; d < sum.length; d++) {
      sum[d] += Math.abs(x[d] - less);
    }
  }
}

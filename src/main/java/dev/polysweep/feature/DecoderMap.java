package dev.polysweep.feature;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * A map of a decoder's directions in two dimensions: principal components of the rows, each scaled
 * to unit length first, so that features lie close together if their directions are alike. A map of
 * many dimensions in two shows the coarsest order only.
 */
public final class DecoderMap {

  /** Largest width of rows for which the components are computed. */
  public static final int WIDEST = 1024;

  private static final int BLOCK = 16;
  private static final int ROUNDS = 60;

  private DecoderMap() {}

  /**
   * Places the rows of a decoder.
   *
   * @param wDec decoder {@code [d_sae, d_in]}
   * @return the place of each row on the first two components, {@code [d_sae, 2]}, each component
   *     with the sign that makes its largest place positive; the place of a row of zeros is NaN.
   *     Null if rows have fewer than 2 or more than {@link #WIDEST} entries, or there are fewer
   *     than 3 rows
   */
  public static double[][] of(Matrix wDec) {
    int n = wDec.rows();
    int width = wDec.cols();
    if (width < 2 || width > WIDEST || n < 3) {
      return null;
    }
    double[][] rows = unit(wDec);
    double[] mean = new double[width];
    int used = 0;
    for (double[] row : rows) {
      if (row != null) {
        used++;
        for (int i = 0; i < width; i++) {
          mean[i] += row[i];
        }
      }
    }
    for (int i = 0; i < width; i++) {
      mean[i] /= Math.max(used, 1);
    }
    RealMatrix components =
        leading(new Array2DRowRealMatrix(scatter(rows, mean), false), Math.min(BLOCK, width));
    double[][] places = new double[n][];
    for (int r = 0; r < n; r++) {
      places[r] =
          new double[] {
            place(rows[r], mean, components.getColumnVector(0)),
            place(rows[r], mean, components.getColumnVector(1))
          };
    }
    orient(places, 0);
    orient(places, 1);
    return places;
  }

  /**
   * The leading eigenvectors of a positive semi-definite matrix, one a column, by subspace
   * iteration with a final Rayleigh-Ritz step (Halko, Martinsson and Tropp 2011, algorithm 4.4).
   * Unlike a whole eigendecomposition, it also ends where many eigenvalues are 0 or alike, as those
   * of fewer rows than entries are; eigenvectors of nearly equal eigenvalues are then any of their
   * plane.
   */
  private static RealMatrix leading(RealMatrix matrix, int block) {
    int n = matrix.getRowDimension();
    RandomStream random = new RandomStream(0, StreamId.ANALYSIS);
    RealMatrix basis = new Array2DRowRealMatrix(n, block);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < block; j++) {
        basis.setEntry(i, j, random.nextGaussian());
      }
    }
    for (int round = 0; round < ROUNDS; round++) {
      basis = new SingularValueDecomposition(matrix.multiply(basis)).getU();
    }
    RealMatrix ritz = basis.transpose().multiply(matrix).multiply(basis);
    return basis.multiply(new SingularValueDecomposition(ritz).getU());
  }

  /** The rows at unit length; null for a row of zeros. */
  private static double[][] unit(Matrix wDec) {
    double[][] rows = new double[wDec.rows()][];
    for (int r = 0; r < rows.length; r++) {
      double[] row = new double[wDec.cols()];
      double squares = 0;
      for (int c = 0; c < row.length; c++) {
        row[c] = wDec.get(r, c);
        squares += row[c] * row[c];
      }
      if (squares > 0) {
        for (int c = 0; c < row.length; c++) {
          row[c] /= Math.sqrt(squares);
        }
        rows[r] = row;
      }
    }
    return rows;
  }

  /** The scatter matrix Σ(x − x̄)(x − x̄)ᵀ of the rows. */
  private static double[][] scatter(double[][] rows, double[] mean) {
    int width = mean.length;
    double[][] scatter = new double[width][width];
    double[] centred = new double[width];
    for (double[] row : rows) {
      if (row == null) {
        continue;
      }
      for (int i = 0; i < width; i++) {
        centred[i] = row[i] - mean[i];
      }
      for (int i = 0; i < width; i++) {
        for (int j = 0; j <= i; j++) {
          scatter[i][j] += centred[i] * centred[j];
        }
      }
    }
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < i; j++) {
        scatter[j][i] = scatter[i][j];
      }
    }
    return scatter;
  }

  private static double place(double[] row, double[] mean, RealVector component) {
    if (row == null) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      sum += (row[i] - mean[i]) * component.getEntry(i);
    }
    return sum;
  }

  private static void orient(double[][] places, int axis) {
    double extreme = 0;
    for (double[] place : places) {
      extreme = Math.abs(place[axis]) > Math.abs(extreme) ? place[axis] : extreme;
    }
    if (extreme < 0) {
      for (double[] place : places) {
        place[axis] = -place[axis];
      }
    }
  }
}

package dev.polysweep.metric;

import dev.polysweep.math.Matrix;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * One linear probe for each feature j, fitted by exact least squares: the direction p_j and offset
 * b_j that minimise Σ_s (f_sj − a_s·p_j − b_j)² over samples s with neuron activations a_s and
 * feature values f_sj. Columns are centred and the problem is solved by a QR decomposition. If
 * neurons are linearly dependent (dead neurons, copies, or no more samples than neurons), a
 * singular value decomposition is used instead, which gives the shortest of all minimising p_j.
 *
 * <p>R²_j = 1 − Σ_s (f_sj − f̂_sj)² / Σ_s (f_sj − f̄_j)² is measured on the samples of the fit and
 * lies in [0, 1]; it is NaN for a feature that does not vary. With no more samples than neurons a
 * probe can fit any values, so R² then means nothing.
 *
 * @param directions p_j, {@code [n_features][n_neurons]}
 * @param offsets b_j, {@code [n_features]}
 * @param rSquared R²_j, {@code [n_features]}
 */
public record LinearProbes(double[][] directions, double[] offsets, double[] rSquared) {

  /**
   * The R² above which a feature counts as covered, that is, linearly readable from the neurons.
   */
  public static final double COVERED = 0.5;

  /**
   * A diagonal entry of R below this share of the matrix's norm shows that a column depends on
   * others.
   */
  private static final double DEPENDENT = 1e-10;

  /**
   * Fits the probes.
   *
   * @param activations a, {@code [samples, n_neurons]}; both sizes at least 1
   * @param features f, {@code [samples, n_features]}; both sizes at least 1
   * @throws IllegalArgumentException if the numbers of samples differ or a size is 0
   */
  public static LinearProbes of(Matrix activations, Matrix features) {
    if (activations.rows() != features.rows()
        || activations.data().length == 0
        || features.data().length == 0) {
      throw new IllegalArgumentException(
          "linear probes need equally many samples (rows), at least 1 neuron and 1 feature, not activations "
              + activations
              + " and features "
              + features);
    }
    double[][] neurons = Centered.columns(activations);
    double[][] values = Centered.columns(features);
    double[][] solved = solve(columns(neurons), columns(values)).getData();
    double[] neuronMeans = ColumnMeans.of(activations);
    double[] featureMeans = ColumnMeans.of(features);
    double[][] directions = new double[values.length][neurons.length];
    double[] offsets = new double[values.length];
    double[] rSquared = new double[values.length];
    for (int j = 0; j < values.length; j++) {
      for (int i = 0; i < neurons.length; i++) {
        directions[j][i] = solved[i][j];
      }
      offsets[j] = featureMeans[j] - Centered.dot(neuronMeans, directions[j]);
      rSquared[j] = rSquared(neurons, values[j], directions[j]);
    }
    return new LinearProbes(directions, offsets, rSquared);
  }

  /** The X that minimises ‖A·X − B‖; of several, the one with the smallest norm. */
  private static RealMatrix solve(RealMatrix a, RealMatrix b) {
    if (a.getRowDimension() > a.getColumnDimension()) {
      DecompositionSolver qr = new QRDecomposition(a, DEPENDENT * a.getNorm()).getSolver();
      if (qr.isNonSingular()) {
        return qr.solve(b);
      }
    }
    return new SingularValueDecomposition(a).getSolver().solve(b);
  }

  private static RealMatrix columns(double[][] columns) {
    return new Array2DRowRealMatrix(columns, false).transpose();
  }

  private static double rSquared(double[][] neurons, double[] values, double[] direction) {
    double[] residuals = values.clone();
    for (int i = 0; i < neurons.length; i++) {
      for (int s = 0; s < residuals.length; s++) {
        residuals[s] -= direction[i] * neurons[i][s];
      }
    }
    double total = Centered.dot(values, values);
    return total == 0 ? Double.NaN : Math.max(0, 1 - Centered.dot(residuals, residuals) / total);
  }

  /** The share of features with an R² above {@value #COVERED}; a NaN counts as not covered. */
  public double coverage() {
    return (double) covered() / rSquared.length;
  }

  /** The number of features with an R² above {@value #COVERED}. */
  public int covered() {
    int covered = 0;
    for (double value : rSquared) {
      covered += value > COVERED ? 1 : 0;
    }
    return covered;
  }

  /**
   * The alignment of each probe with the direction in which the model writes its feature: cos(p_j,
   * W_j), in [−1, 1]; 0 for a zero feature or a zero probe.
   *
   * @param w {@code [n_neurons, n_features]}
   * @return {@code [n_features]}
   * @throws IllegalArgumentException if the shape of w does not fit the probes
   */
  public double[] cosines(Matrix w) {
    if (w.cols() != directions.length || w.rows() != directions[0].length) {
      throw new IllegalArgumentException(
          directions.length
              + " probes of "
              + directions[0].length
              + " neurons do not fit weights given as a "
              + w);
    }
    double[] cosines = new double[directions.length];
    double[] column = new double[w.rows()];
    for (int j = 0; j < cosines.length; j++) {
      for (int i = 0; i < column.length; i++) {
        column[i] = w.get(i, j);
      }
      double lengths =
          Math.sqrt(Centered.dot(column, column))
              * Math.sqrt(Centered.dot(directions[j], directions[j]));
      cosines[j] = lengths > 0 ? Centered.dot(column, directions[j]) / lengths : 0;
    }
    return cosines;
  }
}

package dev.polysweep.metric;

import dev.polysweep.math.Matrix;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * One linear probe a feature, by exact least squares: the direction p and offset b that minimise
 * Σ_s (f_sj − a_s·p_j − b_j)², on centred columns by QR, and where neurons depend on each other
 * (dead ones, copies, or no more samples than neurons) by a singular value decomposition, which
 * gives the shortest of the p that do equally well.
 *
 * <p>R²_j = 1 − Σ_s (f_sj − f̂_sj)² / Σ_s (f_sj − f̄_j)², on the samples of the fit, in [0, 1]; NaN
 * for a feature that does not vary. With no more samples than neurons a probe fits anything.
 *
 * @param directions {@code [n_features][n_neurons]}, p_j
 * @param offsets {@code [n_features]}, b_j
 * @param rSquared {@code [n_features]}, R²_j
 */
public record LinearProbes(double[][] directions, double[] offsets, double[] rSquared) {

  /** R² above which a feature counts as represented. */
  public static final double COVERED = 0.5;

  /** Of the matrix's norm: a smaller diagonal entry of R says that a column depends on others. */
  private static final double DEPENDENT = 1e-10;

  /**
   * @param activations {@code [samples, n_neurons]}, at least one of each
   * @param features {@code [samples, n_features]}, at least one
   * @throws IllegalArgumentException if the numbers of samples differ or a size is 0
   */
  public static LinearProbes of(Matrix activations, Matrix features) {
    if (activations.rows() != features.rows()
        || activations.data().length == 0
        || features.data().length == 0) {
      throw new IllegalArgumentException("no probes of " + features + " from " + activations);
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

  /** The shortest X that minimises ‖A·X − B‖. */
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

  /** Share of features with R² above {@value #COVERED}; NaN counts as not. */
  public double coverage() {
    return (double) covered() / rSquared.length;
  }

  /** Number of features with R² above {@value #COVERED}. */
  public int covered() {
    int covered = 0;
    for (double value : rSquared) {
      covered += value > COVERED ? 1 : 0;
    }
    return covered;
  }

  /**
   * How far each probe looks where the model writes: cos(p_j, W_j), in [−1, 1]; 0 for a zero
   * feature or a zero probe.
   *
   * @param w {@code [n_neurons, n_features]}
   * @return {@code [n_features]}
   * @throws IllegalArgumentException if the shape does not fit
   */
  public double[] cosines(Matrix w) {
    if (w.cols() != directions.length || w.rows() != directions[0].length) {
      throw new IllegalArgumentException(
          directions.length + " probes of " + directions[0].length + " neurons and a " + w);
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

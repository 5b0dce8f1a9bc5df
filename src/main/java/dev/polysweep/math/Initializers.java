package dev.polysweep.math;

/**
 * Random initial matrices. Entries are drawn in row-major order from a {@link RandomStream}, in
 * double precision, and rounded to float at the end, so a matrix is the same bits on every machine.
 */
public final class Initializers {

  private Initializers() {}

  /** Entries ~ U(−bound, bound), {@code [rows, cols]}. */
  public static Matrix uniform(int rows, int cols, double bound, RandomStream random) {
    Matrix matrix = new Matrix(rows, cols);
    for (int i = 0; i < matrix.data().length; i++) {
      matrix.data()[i] = (float) random.nextDouble(-bound, bound);
    }
    return matrix;
  }

  /** Entries ~ N(0, sd²), {@code [rows, cols]}. */
  public static Matrix normal(int rows, int cols, double sd, RandomStream random) {
    Matrix matrix = new Matrix(rows, cols);
    for (int i = 0; i < matrix.data().length; i++) {
      matrix.data()[i] = (float) (sd * random.nextGaussian());
    }
    return matrix;
  }

  /**
   * Xavier's normal initialisation (Glorot and Bengio 2010): entries ~ N(0, gain²·2/(rows + cols)),
   * {@code [rows, cols]}. Fan-in and fan-out enter only through their sum, so a matrix and its
   * transpose have the same distribution.
   */
  public static Matrix xavierNormal(int rows, int cols, double gain, RandomStream random) {
    return normal(rows, cols, gain * Math.sqrt(2.0 / (rows + cols)), random);
  }

  /**
   * gain times a random (semi-)orthogonal matrix (Saxe et al. 2014), {@code [rows, cols]}: before
   * the gain its columns are orthonormal if rows ≥ cols, otherwise its rows are. It is the Q of a
   * Gaussian matrix's QR decomposition with R's diagonal made positive, which makes Q uniformly
   * distributed (Mezzadri 2007); if rows &lt; cols, the transpose is decomposed. PyTorch's {@code
   * orthogonal_} uses the same method.
   */
  public static Matrix orthogonal(int rows, int cols, double gain, RandomStream random) {
    boolean wide = rows < cols;
    double[][] vectors = new double[Math.min(rows, cols)][Math.max(rows, cols)];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < cols; j++) {
        vectors[wide ? i : j][wide ? j : i] = random.nextGaussian();
      }
    }
    orthonormalize(vectors);
    Matrix matrix = new Matrix(rows, cols);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < cols; j++) {
        matrix.set(i, j, (float) (gain * vectors[wide ? i : j][wide ? j : i]));
      }
    }
    return matrix;
  }

  /**
   * A new matrix {@code [rows, cols]} with every column scaled to Euclidean norm 1; a zero column
   * stays zero. The argument is not changed.
   */
  public static Matrix unitColumns(Matrix matrix) {
    Matrix unit = matrix.copy();
    for (int c = 0; c < matrix.cols(); c++) {
      double square = 0;
      for (int r = 0; r < matrix.rows(); r++) {
        square += (double) matrix.get(r, c) * matrix.get(r, c);
      }
      if (square > 0) {
        double norm = Math.sqrt(square);
        for (int r = 0; r < matrix.rows(); r++) {
          unit.set(r, c, (float) (matrix.get(r, c) / norm));
        }
      }
    }
    return unit;
  }

  /**
   * Overwrites the vectors with an orthonormal basis of their span by the Gram–Schmidt process,
   * which yields the Q of the QR decomposition whose R has a positive diagonal. Each projection is
   * subtracted twice, which is enough for orthogonality up to rounding (Giraud, Langou and
   * Rozložník 2005).
   */
  private static void orthonormalize(double[][] vectors) {
    for (int i = 0; i < vectors.length; i++) {
      double[] vector = vectors[i];
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          double projection = dot(vector, vectors[j]);
          for (int k = 0; k < vector.length; k++) {
            vector[k] -= projection * vectors[j][k];
          }
        }
      }
      double norm = Math.sqrt(dot(vector, vector));
      for (int k = 0; k < vector.length; k++) {
        vector[k] /= norm;
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}

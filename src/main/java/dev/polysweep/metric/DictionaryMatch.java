package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * A learned dictionary against the true features: cosines c_if = F_i·W_f / (‖F_i‖·‖W_f‖), 0 for a
 * zero vector.
 *
 * <ul>
 *   <li>mmcs = mean over true features i of max_f c_if (Sharkey et al. 2022). Several features may
 *       share a latent. Range [−1, 1].
 *   <li>mcc = mean of c over the one-to-one assignment of features to latents that makes their sum
 *       largest (Kuhn 1955); the mean is over min(features, latents) pairs (O'Neill et al. 2024).
 *       Range [−1, 1].
 * </ul>
 *
 * @param mmcs NaN without latents
 * @param mcc NaN without latents
 * @param latent {@code [features]} latent assigned to each feature, −1 where there are too few
 * @param nearest {@code [latents]} feature with which each latent has the largest |c|, of equal
 *     ones the first
 */
public record DictionaryMatch(double mmcs, double mcc, int[] latent, int[] nearest) {

  /**
   * @param truth {@code [features, d_in]}
   * @param dictionary {@code [latents, d_in]}, such as W_dec
   * @throws IllegalArgumentException if widths differ
   */
  public static DictionaryMatch of(Matrix truth, Matrix dictionary) {
    double[][] cosines = cosines(truth, dictionary);
    double sum = 0;
    for (double[] row : cosines) {
      double most = Double.NEGATIVE_INFINITY;
      for (double c : row) {
        most = Math.max(most, c);
      }
      sum += most;
    }
    int[] latent = LinearAssignment.largest(cosines);
    double matched = 0;
    int pairs = 0;
    for (int i = 0; i < latent.length; i++) {
      if (latent[i] >= 0) {
        matched += cosines[i][latent[i]];
        pairs++;
      }
    }
    double mmcs = dictionary.rows() == 0 ? Double.NaN : sum / truth.rows();
    return new DictionaryMatch(mmcs, matched / pairs, latent, nearest(cosines, dictionary.rows()));
  }

  private static int[] nearest(double[][] cosines, int latents) {
    int[] nearest = new int[latents];
    for (int f = 0; f < latents; f++) {
      for (int i = 1; i < cosines.length; i++) {
        if (Math.abs(cosines[i][f]) > Math.abs(cosines[nearest[f]][f])) {
          nearest[f] = i;
        }
      }
    }
    return nearest;
  }

  /** {@code [rows of a, rows of b]}. */
  static double[][] cosines(Matrix a, Matrix b) {
    if (a.cols() != b.cols()) {
      throw new IllegalArgumentException("widths must be equal, not " + a + " and " + b);
    }
    double[] normA = norms(a);
    double[] normB = norms(b);
    // Transposed, so that the innermost loop runs over entries that lie in a row.
    Matrix t = b.transpose();
    double[][] cosines = new double[a.rows()][b.rows()];
    for (int i = 0; i < a.rows(); i++) {
      double[] row = cosines[i];
      for (int k = 0; k < a.cols(); k++) {
        double f = a.get(i, k);
        int at = k * b.rows();
        for (int j = 0; j < row.length; j++) {
          row[j] += f * t.data()[at + j];
        }
      }
      for (int j = 0; j < row.length; j++) {
        double norm = normA[i] * normB[j];
        row[j] = norm > 0 ? row[j] / norm : 0;
      }
    }
    return cosines;
  }

  private static double[] norms(Matrix m) {
    double[] norms = new double[m.rows()];
    for (int r = 0; r < m.rows(); r++) {
      double square = 0;
      for (int c = 0; c < m.cols(); c++) {
        square += (double) m.get(r, c) * m.get(r, c);
      }
      norms[r] = Math.sqrt(square);
    }
    return norms;
  }
}

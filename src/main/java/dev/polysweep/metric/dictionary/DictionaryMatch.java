package dev.polysweep.metric.dictionary;

import dev.polysweep.math.Matrix;
import java.util.Arrays;

/**
 * The agreement of a learned dictionary W with the true features F, from their cosines c_if =
 * F_i·W_f / (‖F_i‖·‖W_f‖), which are 0 for a zero vector.
 *
 * <ul>
 *   <li>mmcs = mean over true features i of max_f c_if (Sharkey et al. 2022). Several features may
 *       share a latent. Range [−1, 1].
 *   <li>mcc = mean of |c| over the one-to-one assignment of features to latents that makes their
 *       sum largest (Kuhn 1955); the mean is over min(features, latents) pairs (O'Neill et al.
 *       2024; SynthSAEBench, Chanin and Garriga-Alonso 2026). Range [0, 1].
 *   <li>recovered = share of true features i with max_f c_if of at least a bound. Range [0, 1].
 *   <li>uniqueness = number of features that are the nearest of some latent, over the number of
 *       latents (SynthSAEBench). Range (0, 1].
 * </ul>
 *
 * @param mmcs mean max cosine similarity; NaN without latents
 * @param mcc mean correlation coefficient of the assignment; NaN without latents
 * @param latent the latent that each feature has in the one-to-one assignment with the largest sum
 *     of c, {@code [features]}; −1 for a feature without one, if there are fewer latents than
 *     features
 * @param nearest the feature with which each latent has the largest |c|, {@code [latents]}; of
 *     equal ones the first
 * @param largest max_f c_if of each feature, {@code [features]}
 */
public record DictionaryMatch(
    double mmcs, double mcc, int[] latent, int[] nearest, double[] largest) {

  /**
   * Compares a dictionary with the true features.
   *
   * @param truth F, {@code [features, d_in]}
   * @param dictionary W, such as W_dec, {@code [latents, d_in]}
   * @throws IllegalArgumentException if the widths differ
   */
  public static DictionaryMatch of(Matrix truth, Matrix dictionary) {
    double[][] cosines = cosines(truth, dictionary);
    double[] largest =
        Arrays.stream(cosines)
            .mapToDouble(row -> Arrays.stream(row).max().orElse(Double.NaN))
            .toArray();
    int[] latent = LinearAssignment.largest(cosines);
    int[] nearest = nearest(cosines, dictionary.rows());
    double sum = 0;
    for (double most : largest) {
      sum += most;
    }
    double mmcs = dictionary.rows() == 0 ? Double.NaN : sum / truth.rows();
    for (double[] row : cosines) {
      for (int f = 0; f < row.length; f++) {
        row[f] = Math.abs(row[f]);
      }
    }
    return new DictionaryMatch(mmcs, assigned(cosines), latent, nearest, largest);
  }

  /**
   * The mean of the entries of the one-to-one assignment with the largest sum.
   *
   * @param gain {@code [rows][cols]}
   */
  static double assigned(double[][] gain) {
    int[] column = LinearAssignment.largest(gain);
    double matched = 0;
    int pairs = 0;
    for (int i = 0; i < column.length; i++) {
      if (column[i] >= 0) {
        matched += gain[i][column[i]];
        pairs++;
      }
    }
    return matched / pairs;
  }

  /** The number of features that are the nearest of some latent, over the number of latents. */
  public double uniqueness() {
    return (double) Arrays.stream(nearest).distinct().count() / nearest.length;
  }

  /** The share of features to which some latent has at least this cosine; NaN without features. */
  public double recovered(double least) {
    return Arrays.stream(largest).map(c -> c >= least ? 1 : 0).average().orElse(Double.NaN);
  }

  /**
   * The |cosine| of each latent to the feature that it is nearest to, {@code [1, latents]}.
   *
   * @param truth F, {@code [features, d_in]}
   * @param dictionary W, such as W_dec, {@code [latents, d_in]}
   */
  public static Matrix nearestCosines(Matrix truth, Matrix dictionary) {
    double[][] cosines = cosines(dictionary, truth);
    Matrix nearest = new Matrix(1, dictionary.rows());
    for (int f = 0; f < cosines.length; f++) {
      nearest.set(0, f, (float) Arrays.stream(cosines[f]).map(Math::abs).max().orElse(0));
    }
    return nearest;
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

  /** The cosines of all rows of a with all rows of b, {@code [rows of a][rows of b]}. */
  static double[][] cosines(Matrix a, Matrix b) {
    if (a.cols() != b.cols()) {
      throw new IllegalArgumentException("widths must be equal, not " + a + " and " + b);
    }
    double[] normA = norms(a);
    double[] normB = norms(b);
    // Transposed, so that the innermost loop runs over contiguous entries.
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

  /** The Euclidean norms of rows. */
  static double[] norms(Matrix m) {
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

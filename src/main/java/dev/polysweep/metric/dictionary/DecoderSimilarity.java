package dev.polysweep.metric.dictionary;

import dev.polysweep.math.Matrix;

/**
 * How alike the rows of one dictionary are, from their pairwise cosines c_ij. The mean |c| over
 * pairs is the detector of a wrong number of active latents by Chanin and Garriga-Alonso (2025,
 * "Sparse but wrong", arXiv 2508.16560), there c_dec: latents that mix features, because fewer may
 * be active than are needed, are more alike than those of the right number. Zero rows have cosines
 * of 0. Range [0, 1].
 *
 * @param meanAbs c_dec, the mean of |c_ij| over pairs i &lt; j; NaN with fewer than two rows
 * @param meanLargest the mean over rows of the largest |c_ij| to another row; NaN likewise
 */
public record DecoderSimilarity(double meanAbs, double meanLargest) {

  /**
   * Compares the rows of a dictionary.
   *
   * @param dictionary such as W_dec, {@code [latents, d_in]}
   */
  public static DecoderSimilarity of(Matrix dictionary) {
    double[][] cosines = DictionaryMatch.cosines(dictionary, dictionary);
    int n = cosines.length;
    double sum = 0;
    double largest = 0;
    for (int i = 0; i < n; i++) {
      double most = 0;
      for (int j = 0; j < n; j++) {
        if (j != i) {
          sum += Math.abs(cosines[i][j]);
          most = Math.max(most, Math.abs(cosines[i][j]));
        }
      }
      largest += most;
    }
    return n < 2
        ? new DecoderSimilarity(Double.NaN, Double.NaN)
        : new DecoderSimilarity(sum / n / (n - 1), largest / n);
  }
}

package dev.polysweep.metric.dictionary;

import dev.polysweep.math.Matrix;
import dev.polysweep.metric.Shapes;

/**
 * How much of a child is mixed into the latent of its known parent (feature hedging and absorption;
 * Chanin, Dulka and Garriga-Alonso 2025, arXiv 2505.11756). For a parent q with a child c, the main
 * latent of q is the one whose decoder row has the largest cosine with F_q, and u is the unit
 * vector of F_c − (F_c·F_q)·F_q, the part of the child across its parent. Where even that cosine is
 * below 0, as of a single latent that fires while the parent is absent, the latent counts reversed.
 *
 * <ul>
 *   <li>decoder = mean over pairs (q, c) of cos(W_dec_main, u): above 0 where the latent hedges,
 *       which a dictionary with too few latents or too few active ones does.
 *   <li>encoder = mean of cos(W_enc_main, u): below 0 where the child silences its parent's latent,
 *       which is absorption; above 0 under hedging.
 * </ul>
 *
 * Range [−1, 1], 0 for the true dictionary with orthogonal features; NaN without a pair whose
 * directions differ.
 *
 * @param decoder mean cosine of decoder rows with the child's own part
 * @param encoder mean cosine of encoder columns with it
 */
public record Hedging(double decoder, double encoder) {

  /**
   * Looks at all parents and children.
   *
   * @param features F, unit vectors, {@code [n_features, d_in]}
   * @param parent parent of each feature, below 0 for none, {@code [n_features]}
   * @param encoder encoder columns as rows, W_encᵀ, {@code [latents, d_in]}
   * @param decoder decoder rows, W_dec, {@code [latents, d_in]}
   * @throws IllegalArgumentException if the shapes of encoder and decoder differ
   */
  public static Hedging of(Matrix features, int[] parent, Matrix encoder, Matrix decoder) {
    Shapes.requireEqual(encoder, decoder);
    double[] encoderNorm = DictionaryMatch.norms(encoder);
    double[] decoderNorm = DictionaryMatch.norms(decoder);
    double sumDecoder = 0;
    double sumEncoder = 0;
    int pairs = 0;
    for (int c = 0; c < parent.length; c++) {
      int q = parent[c];
      double[] own = q < 0 ? null : across(features, c, q);
      if (own != null) {
        double[] direction = row(features, q);
        int main = nearest(direction, decoder, decoderNorm);
        double sign = cosine(decoder, main, decoderNorm, direction) < 0 ? -1 : 1;
        sumDecoder += sign * cosine(decoder, main, decoderNorm, own);
        sumEncoder += sign * cosine(encoder, main, encoderNorm, own);
        pairs++;
      }
    }
    return pairs == 0
        ? new Hedging(Double.NaN, Double.NaN)
        : new Hedging(sumDecoder / pairs, sumEncoder / pairs);
  }

  /** The unit vector of the child's part across its parent; null if there is none. */
  private static double[] across(Matrix features, int c, int q) {
    double along = 0;
    for (int i = 0; i < features.cols(); i++) {
      along += (double) features.get(c, i) * features.get(q, i);
    }
    double[] own = new double[features.cols()];
    double square = 0;
    for (int i = 0; i < own.length; i++) {
      own[i] = features.get(c, i) - along * features.get(q, i);
      square += own[i] * own[i];
    }
    if (!(square > 1e-10)) { // the same direction, up to rounding of single precision
      return null;
    }
    for (int i = 0; i < own.length; i++) {
      own[i] /= Math.sqrt(square);
    }
    return own;
  }

  private static double[] row(Matrix features, int q) {
    double[] row = new double[features.cols()];
    for (int i = 0; i < row.length; i++) {
      row[i] = features.get(q, i);
    }
    return row;
  }

  private static int nearest(double[] direction, Matrix dictionary, double[] norm) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int f = 0; f < dictionary.rows(); f++) {
      double c = cosine(dictionary, f, norm, direction);
      if (c > most) {
        most = c;
        best = f;
      }
    }
    return best;
  }

  private static double cosine(Matrix rows, int f, double[] norm, double[] unit) {
    double dot = 0;
    for (int i = 0; i < unit.length; i++) {
      dot += rows.get(f, i) * unit[i];
    }
    return norm[f] > 0 ? dot / norm[f] : 0;
  }
}

package dev.polysweep.metric.dictionary;

import dev.polysweep.math.Matrix;
import dev.polysweep.metric.Shapes;
import java.util.Arrays;
import java.util.List;

/**
 * How far two trained autoencoders agree on their latents, as between two seeds.
 *
 * <ul>
 *   <li>mcc = mean |cosine| of decoder rows that are matched one to one so that the sum is largest;
 *       its mean over all pairs of seeds is PW-MCC (arXiv 2505.20254).
 *   <li>shared at a threshold t = share of latents for which the one-to-one matching by encoder
 *       columns and that by decoder rows, each with the largest sum of cosines, pick the same
 *       partner and both cosines are at least t (Paulo and Belrose 2025, where t is 0.7).
 * </ul>
 *
 * @param mcc mean |cosine| of matched decoder rows, in [0, 1]
 * @param thresholds thresholds of the curve
 * @param shared share of latents at each threshold, in [0, 1]
 * @param partner for each latent of the first its partner among those of the second by decoder
 *     rows, {@code [d_sae]}
 * @param cosine the cosine of their decoder rows, {@code [d_sae]}
 */
public record SeedAgreement(
    double mcc, List<Double> thresholds, List<Double> shared, int[] partner, double[] cosine) {

  /** Thresholds at which the curve is often drawn. */
  public static final List<Double> THRESHOLDS = List.of(0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);

  /**
   * Compares two autoencoders of the same shape.
   *
   * @param encoderA encoder columns as rows, W_encᵀ, {@code [d_sae, d_in]}
   * @param decoderA decoder rows, W_dec, {@code [d_sae, d_in]}
   * @throws IllegalArgumentException if the shapes differ
   */
  public static SeedAgreement of(
      Matrix encoderA, Matrix decoderA, Matrix encoderB, Matrix decoderB, List<Double> thresholds) {
    Shapes.requireEqual(encoderA, decoderA);
    Shapes.requireEqual(encoderA, encoderB);
    Shapes.requireEqual(encoderA, decoderB);
    double[][] byEncoder = DictionaryMatch.cosines(encoderA, encoderB);
    double[][] byDecoder = DictionaryMatch.cosines(decoderA, decoderB);
    int[] encoder = LinearAssignment.largest(byEncoder);
    int[] decoder = LinearAssignment.largest(byDecoder);
    int n = encoder.length;
    double[] least = new double[n]; // the lower of both cosines, where the partners are the same
    for (int f = 0; f < n; f++) {
      least[f] =
          encoder[f] == decoder[f]
              ? Math.min(byEncoder[f][encoder[f]], byDecoder[f][encoder[f]])
              : Double.NEGATIVE_INFINITY;
    }
    List<Double> shared =
        thresholds.stream()
            .map(
                t -> {
                  int count = 0;
                  for (double cosine : least) {
                    count += cosine >= t ? 1 : 0;
                  }
                  return (double) count / n;
                })
            .toList();
    double[] cosine = new double[n];
    Arrays.setAll(cosine, f -> byDecoder[f][decoder[f]]);
    for (double[] row : byDecoder) {
      for (int g = 0; g < n; g++) {
        row[g] = Math.abs(row[g]);
      }
    }
    return new SeedAgreement(
        DictionaryMatch.assigned(byDecoder), List.copyOf(thresholds), shared, decoder, cosine);
  }
}

package dev.polysweep.engine.sae;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Parameters of a sparse autoencoder in SAELens's naming and layout: z = (x − b_dec)·W_enc + b_enc,
 * x̂ = a·W_dec + b_dec.
 *
 * @param wEnc {@code W_enc [d_in, d_sae]}
 * @param bEnc {@code b_enc [d_sae]}
 * @param wDec {@code W_dec [d_sae, d_in]}; row f is the direction of latent f
 * @param bDec {@code b_dec [d_in]}
 * @param threshold {@code threshold [rounds, d_sae]}: θ of JumpReLU, or BatchTopK's running
 *     threshold in every entry, for each round of the encoder, of which most have one; of a gated
 *     autoencoder r_mag and then b_mag, {@code [2, d_sae]}; null where the architecture has none
 */
public record SaeParameters(Matrix wEnc, float[] bEnc, Matrix wDec, float[] bDec, float[] threshold)
    implements Serializable {

  /**
   * @throws IllegalArgumentException if shapes do not fit together
   */
  public SaeParameters {
    int dIn = wEnc.rows();
    int dSae = wEnc.cols();
    if (wDec.rows() != dSae || wDec.cols() != dIn) {
      throw new IllegalArgumentException(
          "W_enc is a " + wEnc + ", so W_dec must be " + dSae + "×" + dIn + ", not " + wDec);
    }
    length("b_enc", bEnc.length, dSae);
    length("b_dec", bDec.length, dIn);
    if (threshold != null && (threshold.length == 0 || threshold.length % dSae != 0)) {
      length("threshold", threshold.length, dSae);
    }
  }

  private static void length(String name, int length, int wanted) {
    if (length != wanted) {
      throw new IllegalArgumentException(name + " must have " + wanted + " entries, not " + length);
    }
  }

  /**
   * Draws initial parameters: the rows of W_dec are uniform on the unit sphere, W_enc is the
   * transpose of W_dec, and the biases are 0 (Gao et al. 2024). The random numbers come from the
   * seed's stream {@code SAE_INIT}.
   */
  public static SaeParameters random(int dIn, int dSae, long seed) {
    RandomStream random = new RandomStream(seed, StreamId.SAE_INIT);
    Matrix wDec = new Matrix(dSae, dIn);
    double[] row = new double[dIn];
    for (int f = 0; f < dSae; f++) {
      double square = 0;
      for (int i = 0; i < dIn; i++) {
        row[i] = random.nextGaussian();
        square += row[i] * row[i];
      }
      double norm = Math.sqrt(square);
      for (int i = 0; i < dIn; i++) {
        wDec.set(f, i, (float) (row[i] / norm));
      }
    }
    return new SaeParameters(wDec.transpose(), new float[dSae], wDec, new float[dIn], null);
  }

  /** These parameters with another decoder bias {@code [d_in]}, such as the mean of the data. */
  public SaeParameters withBDec(float[] other) {
    return new SaeParameters(wEnc, bEnc, wDec, other, threshold);
  }

  /** These parameters with the same threshold for all latents, one for each round. */
  public SaeParameters withThreshold(double... theta) {
    float[] all = new float[theta.length * dSae()];
    for (int round = 0; round < theta.length; round++) {
      Arrays.fill(all, round * dSae(), (round + 1) * dSae(), (float) theta[round]);
    }
    return withThresholds(all);
  }

  /** These parameters with other thresholds {@code [rounds, d_sae]}. */
  public SaeParameters withThresholds(float[] thresholds) {
    return new SaeParameters(wEnc, bEnc, wDec, bDec, thresholds);
  }

  /** The width d_in of the inputs. */
  public int dIn() {
    return wEnc.rows();
  }

  /** The number of latents d_sae. */
  public int dSae() {
    return wEnc.cols();
  }

  /**
   * The encoder's bias for inputs from which b_dec is not subtracted: with b = b_enc − b_dec·W_enc,
   * z = x·W_enc + b.
   *
   * @return {@code [d_sae]}
   */
  public float[] inputBias() {
    float[] bias = new float[dSae()];
    for (int f = 0; f < bias.length; f++) {
      double sum = bEnc[f];
      for (int i = 0; i < bDec.length; i++) {
        sum -= (double) bDec[i] * wEnc.get(i, f);
      }
      bias[f] = (float) sum;
    }
    return bias;
  }

  /**
   * The parameters of an autoencoder that does to x what this one does to factor·x: W_enc·factor,
   * W_dec/factor, b_dec/factor; the activations of latents do not change.
   */
  public SaeParameters foldInputScale(double factor) {
    if (factor == 1) {
      return this;
    }
    return new SaeParameters(
        new Matrix(wEnc.rows(), wEnc.cols(), scaled(wEnc.data(), factor)),
        bEnc.clone(),
        new Matrix(wDec.rows(), wDec.cols(), scaled(wDec.data(), 1 / factor)),
        scaled(bDec, 1 / factor),
        threshold == null ? null : threshold.clone());
  }

  /**
   * The parameters of an autoencoder with decoder rows of norm 1 that does what this one does where
   * z is multiplied with the norm of its latent's row, and a is divided by that norm when it is
   * decoded. If a row is zero, z is 0 and the latent is never active; SAELens itself divides by 0
   * there and decodes NaN.
   */
  public SaeParameters foldDecoderNorms() {
    Matrix enc = new Matrix(wEnc.rows(), wEnc.cols());
    Matrix dec = new Matrix(wDec.rows(), wDec.cols());
    float[] bias = new float[bEnc.length];
    for (int f = 0; f < bias.length; f++) {
      double square = 0;
      for (int i = 0; i < wDec.cols(); i++) {
        square += (double) wDec.get(f, i) * wDec.get(f, i);
      }
      double norm = Math.sqrt(square);
      bias[f] = (float) (bEnc[f] * norm);
      for (int i = 0; i < wDec.cols(); i++) {
        enc.set(i, f, (float) (wEnc.get(i, f) * norm));
        dec.set(f, i, norm == 0 ? 0 : (float) (wDec.get(f, i) / norm));
      }
    }
    return new SaeParameters(enc, bias, dec, bDec.clone(), threshold);
  }

  /** These parameters with decoder rows of another norm. */
  public SaeParameters withDecoderNorm(double norm) {
    SaeParameters unit = foldDecoderNorms();
    Matrix dec = new Matrix(wDec.rows(), wDec.cols(), scaled(unit.wDec.data(), norm));
    return new SaeParameters(wEnc, bEnc, dec, bDec, threshold);
  }

  private static float[] scaled(float[] values, double factor) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) (values[i] * factor);
    }
    return result;
  }
}

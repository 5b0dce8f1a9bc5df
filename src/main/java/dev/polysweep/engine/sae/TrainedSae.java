package dev.polysweep.engine.sae;

import dev.polysweep.math.Matrix;
import java.io.Serializable;

/**
 * A sparse autoencoder as it is used after training. Decoder rows may have any norm.
 *
 * @param parameters weights and biases for unscaled inputs
 * @param architecture the activation function; its penalties are 0. Its evaluation must need
 *     nothing but the parameters: a trained BatchTopK, for example, is a JumpReLU
 * @param iteration how often the encoder encodes, and what; the thresholds are those of one round
 *     after another
 */
public record TrainedSae(
    SaeParameters parameters, SaeArchitecture architecture, SaeIteration iteration)
    implements Serializable {

  private static final double UNUSED = 1e-3; // required by the record, but used in training only

  /**
   * @throws IllegalArgumentException if evaluation by the architecture needs more than the
   *     parameters, a JumpReLU has no thresholds, or k exceeds d_sae
   */
  public TrainedSae {
    if (!architecture.evaluation(architecture.memory(), 0).equals(architecture.training())
        && !architecture.learnsThresholds()) {
      throw new IllegalArgumentException(
          architecture + " is not used as it is trained; see SaeArchitecture.trained");
    }
    if (architecture.learnsThresholds() && parameters.threshold() == null) {
      throw new IllegalArgumentException(
          architecture + " needs thresholds, which the parameters lack");
    }
    architecture.requireFits(parameters.dSae());
  }

  /** An autoencoder whose encoder encodes once. */
  public TrainedSae(SaeParameters parameters, SaeArchitecture architecture) {
    this(parameters, architecture, SaeIteration.ONCE);
  }

  /** An autoencoder with ReLU: {@code a = max(z, 0)}. */
  public static TrainedSae relu(SaeParameters parameters) {
    return new TrainedSae(parameters, new L1(0, 0));
  }

  /** An autoencoder in which the k largest positive z of each sample are active. */
  public static TrainedSae topK(SaeParameters parameters, int k) {
    return new TrainedSae(parameters, new TopK(k, AuxK.NONE));
  }

  /**
   * An autoencoder with {@code a = z} where z exceeds both its latent's threshold and 0, otherwise
   * 0.
   */
  public static TrainedSae jumpRelu(SaeParameters parameters) {
    return new TrainedSae(parameters, new JumpRelu(0, 0, UNUSED, UNUSED));
  }

  /**
   * Opens an encoder, whose activations {@link #decode} turns into reconstructions.
   *
   * @param trainer the part of an engine that trains autoencoders and encodes with them
   * @param threads number of threads that the encoder may use
   */
  public TrainedEncoder encoder(SaeTrainer trainer, int threads) {
    return trainer.encoder(this, threads);
  }

  /** The rule that selects the active latents of a sample. */
  public SaeSelection selection() {
    return architecture.evaluation(architecture.memory(), 0);
  }

  /**
   * What {@link #selection} is given of the latents; {@link SaeArchitecture#thresholds} says it.
   */
  public float[] thresholds() {
    return architecture.thresholds(parameters);
  }

  /**
   * Computes reconstructions x̂ = a·W_dec + b_dec. The decoder's rows may have any norm.
   *
   * @return {@code [n, d_in]}
   */
  public Matrix decode(SaeCodes codes) {
    int dIn = parameters.dIn();
    float[] wDec = parameters.wDec().data();
    Matrix decoded = new Matrix(codes.rows(), dIn);
    float[] out = decoded.data();
    for (int s = 0; s < codes.rows(); s++) {
      int row = s * dIn;
      System.arraycopy(parameters.bDec(), 0, out, row, dIn);
      for (int e = codes.start()[s]; e < codes.start()[s + 1]; e++) {
        int from = codes.latent()[e] * dIn;
        float a = codes.value()[e];
        for (int i = 0; i < dIn; i++) {
          out[row + i] = Math.fma(a, wDec[from + i], out[row + i]);
        }
      }
    }
    return decoded;
  }
}

package dev.polysweep.engine.sae;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.sae.SaeArchitecture.BatchTopK;
import dev.polysweep.engine.sae.SaeArchitecture.JumpRelu;
import dev.polysweep.engine.sae.SaeArchitecture.L1;
import dev.polysweep.engine.sae.SaeArchitecture.TopK;
import dev.polysweep.math.Matrix;
import java.io.Serializable;

/**
 * A sparse autoencoder as it is used after training. Decoder rows may have any norm.
 *
 * @param parameters for inputs as they are, nothing left to scale
 * @param architecture what its activation is; penalties are 0. Never a BatchTopK: that is a
 *     JumpReLU once it is trained
 */
public record TrainedSae(SaeParameters parameters, SaeArchitecture architecture)
    implements Serializable {

  private static final double ANY_BANDWIDTH = 1e-3; // of a gradient that is not asked for

  /**
   * @throws IllegalArgumentException if a JumpReLU has no thresholds or k exceeds d_sae
   */
  public TrainedSae {
    if (architecture instanceof BatchTopK) {
      throw new IllegalArgumentException("a trained BatchTopK is a JumpReLU");
    }
    if (architecture instanceof JumpRelu && parameters.threshold() == null) {
      throw new IllegalArgumentException("a JumpReLU needs thresholds");
    }
    if (architecture instanceof TopK top && top.k() > parameters.dSae()) {
      throw new IllegalArgumentException("k is " + top.k() + ", d_sae " + parameters.dSae());
    }
  }

  /** {@code a = max(z, 0)}. */
  public static TrainedSae relu(SaeParameters parameters) {
    return new TrainedSae(parameters, new L1(0, 0));
  }

  /** The k largest positive z of a sample. */
  public static TrainedSae topK(SaeParameters parameters, int k) {
    return new TrainedSae(parameters, new TopK(k, 0, 0));
  }

  /** {@code a = z} where z exceeds its latent's threshold and 0. */
  public static TrainedSae jumpRelu(SaeParameters parameters) {
    return new TrainedSae(parameters, new JumpRelu(0, 0, ANY_BANDWIDTH));
  }

  /**
   * What training leaves.
   *
   * @param parameters as {@link SaeTraining#parameters} gives them
   * @param trained the architecture that was trained
   */
  public static TrainedSae of(SaeParameters parameters, SaeArchitecture trained) {
    if (trained instanceof TopK top) {
      return topK(parameters, top.k());
    }
    return trained instanceof L1 ? relu(parameters) : jumpRelu(parameters);
  }

  /**
   * Opens a session of which {@link SaeTraining#encode} is what this autoencoder does. Its decoder
   * is not this one's, whose norms training does not know: decode with {@link #decode}.
   *
   * @param threads threads that the session may use
   */
  public SaeTraining encoder(Engine engine, int threads) {
    SaeParameters initial = parameters;
    if (architecture instanceof JumpRelu) {
      float[] positive = parameters.threshold().clone();
      for (int f = 0; f < positive.length; f++) {
        positive[f] = Math.max(positive[f], Float.MIN_NORMAL);
      }
      initial =
          new SaeParameters(
              parameters.wEnc(), parameters.bEnc(), parameters.wDec(), parameters.bDec(), positive);
    }
    return engine.openSae(
        new SaePlan(initial, architecture, SaeOptimizer.adam(1), SaeResampling.NONE, 1, 1.0, 0),
        threads);
  }

  /**
   * x̂ = a·W_dec + b_dec.
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

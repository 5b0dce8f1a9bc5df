package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.simd.kernel.Lanes;
import dev.polysweep.math.KernelMath;
import dev.polysweep.math.Matrix;

/**
 * The parameters of a sparse autoencoder, or Adam's moments of the same shapes, with one row per
 * latent: both matrices are {@code [d_sae, stride]}, and their columns from d_in on are 0.
 */
final class SaeWeights {

  final int dIn;
  final int dSae;

  /** d_in rounded up to a multiple of {@link SaeRows#PAD}. */
  final int stride;

  /** W_enc transposed, {@code [d_sae, stride]}. */
  final float[] enc;

  /** W_dec, {@code [d_sae, stride]}; empty if only the encoder is needed. */
  final float[] dec;

  /** b_enc, padded to whole panels. */
  final float[] bEnc;

  final float[] bDec;

  /**
   * The trained parameter of each latent's threshold if thresholds are learned, otherwise null: ln
   * θ, or θ itself. Where magnitudes are apart from gates, r_mag and then b_mag, {@code [2,
   * d_sae]}.
   */
  final float[] theta;

  /** Whether {@link #theta} holds r_mag and b_mag. */
  final boolean magnitudes;

  /** Whether {@link #theta} holds logarithms. */
  final boolean logarithmic;

  /**
   * Makes weights of zeros.
   *
   * @param architecture says whether there are thresholds, and of which kind
   */
  SaeWeights(int dIn, int dSae, SaeArchitecture architecture) {
    this(dIn, dSae, architecture.trainedThresholds(), architecture.logarithmicThresholds(), true);
  }

  private SaeWeights(int dIn, int dSae, int thresholds, boolean logarithmic, boolean decoder) {
    this.logarithmic = logarithmic;
    magnitudes = thresholds == 2;
    this.dIn = dIn;
    this.dSae = dSae;
    stride = (dIn + SaeRows.PAD - 1) / SaeRows.PAD * SaeRows.PAD;
    enc = new float[Math.multiplyExact(dSae, stride)];
    dec = new float[decoder ? enc.length : 0];
    bEnc = new float[SaeTile.padded(dSae)];
    bDec = new float[stride];
    theta = thresholds == 0 ? null : new float[thresholds * dSae];
  }

  /**
   * Copies the weights of a trained autoencoder.
   *
   * @param decoder whether W_dec is needed
   */
  static SaeWeights trained(SaeParameters from, boolean decoder) {
    SaeWeights weights = new SaeWeights(from.dIn(), from.dSae(), 0, false, decoder);
    weights.setEncoder(from);
    if (decoder) {
      weights.setDecoder(from);
    }
    return weights;
  }

  /**
   * Copies parameters from SAELens's layout into this one.
   *
   * @param inside whether the thresholds of {@code from} are logarithms already, as in a state
   */
  void set(SaeParameters from, boolean inside) {
    setEncoder(from);
    setDecoder(from);
    if (theta != null) {
      for (int j = 0; j < theta.length; j++) {
        float value = from.threshold()[j];
        theta[j] = inside || !logarithmic ? value : KernelMath.log(value);
      }
    }
  }

  private void setDecoder(SaeParameters from) {
    for (int f = 0; f < dSae; f++) {
      System.arraycopy(from.wDec().data(), f * dIn, dec, f * stride, dIn);
    }
  }

  private void setEncoder(SaeParameters from) {
    for (int f = 0; f < dSae; f++) {
      for (int i = 0; i < dIn; i++) {
        enc[f * stride + i] = from.wEnc().data()[i * dSae + f];
      }
    }
    System.arraycopy(from.bEnc(), 0, bEnc, 0, dSae);
    System.arraycopy(from.bDec(), 0, bDec, 0, dIn);
  }

  /**
   * Copies the parameters into SAELens's layout.
   *
   * @param inside whether thresholds stay logarithms, as in a state
   */
  SaeParameters get(boolean inside) {
    Matrix wEnc = new Matrix(dIn, dSae);
    Matrix wDec = new Matrix(dSae, dIn);
    for (int f = 0; f < dSae; f++) {
      for (int i = 0; i < dIn; i++) {
        wEnc.data()[i * dSae + f] = enc[f * stride + i];
      }
      System.arraycopy(dec, f * stride, wDec.data(), f * dIn, dIn);
    }
    float[] threshold = null;
    if (theta != null) {
      threshold = theta.clone();
      for (int j = 0; j < theta.length && !inside; j++) {
        threshold[j] = theta(j);
      }
    }
    return new SaeParameters(
        wEnc,
        java.util.Arrays.copyOf(bEnc, dSae),
        wDec,
        java.util.Arrays.copyOf(bDec, dIn),
        threshold);
  }

  /** The threshold of a latent. */
  float theta(int f) {
    return logarithmic ? KernelMath.exp(theta[f]) : theta[f];
  }

  /** The scale exp(r_mag) of a latent's magnitudes. */
  float scale(int f) {
    return KernelMath.exp(theta[f]);
  }

  /**
   * Sets {@code out} to what a rule is given of the latents: thresholds, or the scales and shifts
   * of magnitudes.
   *
   * @param bias bias of the pre-activations, {@code [d_sae]}
   * @param out of the length of {@link #theta}
   */
  void thresholds(float[] bias, float[] out) {
    for (int f = 0; f < dSae; f++) {
      out[f] = magnitudes ? scale(f) : theta(f);
      if (magnitudes) {
        out[dSae + f] = theta[dSae + f] - out[f] * bias[f];
      }
    }
  }

  /** Sets the thresholds of some latents. */
  void setThresholds(int[] latents, double value) {
    for (int f : latents) {
      for (int j = f; j < theta.length; j += dSae) {
        theta[j] = logarithmic ? KernelMath.log((float) value) : (float) value;
      }
    }
  }

  /** Sets W_enc to the transpose of W_dec. */
  void tie() {
    System.arraycopy(dec, 0, enc, 0, dec.length);
  }

  /** Scales every decoder row to norm 1. */
  void normalizeDecoder() {
    float[] scratch = new float[Lanes.COUNT];
    for (int f = 0; f < dSae; f++) {
      SaeRows.normalize(dec, f * stride, stride, scratch);
    }
  }

  /**
   * Sets all values of a latent to 0: its encoder and decoder rows, its bias and, if there is one,
   * the parameter of its threshold. For Adam's moments, this resets the latent's state.
   */
  void forget(int f) {
    java.util.Arrays.fill(enc, f * stride, (f + 1) * stride, 0);
    java.util.Arrays.fill(dec, f * stride, (f + 1) * stride, 0);
    bEnc[f] = 0;
    for (int j = f; theta != null && j < theta.length; j += dSae) {
      theta[j] = 0;
    }
  }
}

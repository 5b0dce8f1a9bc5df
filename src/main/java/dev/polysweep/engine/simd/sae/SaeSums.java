package dev.polysweep.engine.simd.sae;

import java.util.Arrays;
import java.util.List;

/**
 * The gradients of the numbers that each latent has beside its rows: its bias, and what it learns
 * as {@link SaeWeights#theta}. They are sums over the latent's entries.
 */
final class SaeSums {

  private final SaeWeights weights;

  /** Σ_s ∂loss/∂z of each latent, {@code [d_sae]}. */
  final float[] z;

  /** Gradient of each latent's bias, {@code [d_sae]}: as the view has it, and then of b_enc. */
  final float[] bias;

  /** Gradient of {@link SaeWeights#theta}, of the same length; empty if there are none. */
  final float[] theta;

  SaeSums(SaeWeights weights) {
    this.weights = weights;
    z = new float[weights.dSae];
    bias = new float[weights.dSae];
    theta = new float[weights.theta == null ? 0 : weights.theta.length];
  }

  /**
   * Adds up the gradients.
   *
   * @param terms the terms of the gradients, first those of the architecture's latents
   * @param gated number of terms, from the first one, whose entries have gradients of thresholds
   */
  void run(List<SaeTerm> terms, int gated) {
    Arrays.fill(z, 0);
    Arrays.fill(theta, 0);
    for (int t = 0; t < terms.size(); t++) {
      SaeLatents lists = terms.get(t).lists;
      for (int f = 0; f < weights.dSae; f++) {
        z[f] += sum(lists.grad, lists.start[f], lists.start[f + 1]);
        if (theta.length > 0 && t < gated) {
          theta[f] += sum(lists.gate, lists.start[f], lists.start[f + 1]);
        }
      }
    }
    System.arraycopy(z, 0, bias, 0, weights.dSae);
    if (weights.magnitudes) {
      magnitudes(terms.get(0).lists);
    } else if (theta.length > 0 && weights.logarithmic) {
      for (int f = 0; f < weights.dSae; f++) {
        theta[f] *= weights.theta(f);
      }
    }
  }

  /**
   * With a = s·z + t, s = exp(r_mag) and t = b_mag − s·b, and g = ∂loss/∂a of the entries: ∂b_mag =
   * Σ g, ∂r_mag = Σ g·s·(z − b) = Σ g·a − b_mag·Σ g, and the bias b of z has Σ ∂loss/∂z − s·Σ g.
   */
  private void magnitudes(SaeLatents lists) {
    int dSae = weights.dSae;
    for (int f = 0; f < dSae; f++) {
      float byActivation = 0;
      for (int j = lists.start[f]; j < lists.start[f + 1]; j++) {
        byActivation = Math.fma(lists.gate[j], lists.act[j], byActivation);
      }
      float shift = theta[f];
      theta[f] = byActivation - weights.theta[dSae + f] * shift;
      theta[dSae + f] = shift;
      bias[f] -= weights.scale(f) * shift;
    }
  }

  private static float sum(float[] values, int from, int to) {
    float sum = 0;
    for (int j = from; j < to; j++) {
      sum += values[j];
    }
    return sum;
  }

  /** The squares of a latent's gradients of thresholds. */
  double thetaSquare(int f) {
    double square = 0;
    for (int j = f; j < theta.length; j += weights.dSae) {
      square += (double) theta[j] * theta[j];
    }
    return square;
  }

  /** Multiplies a latent's gradients. */
  void scale(int f, float factor) {
    bias[f] *= factor;
    for (int j = f; j < theta.length; j += weights.dSae) {
      theta[j] *= factor;
    }
  }
}

package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.simd.kernel.Lanes;

/**
 * The weights as the forward pass uses them: with z = x·encoderᵀ + bias and x̂ = a·directions +
 * b_dec. Where latents are measured in the norms of their decoder rows, the encoder and its bias
 * are multiplied with the norms and the directions have norm 1; otherwise they are the weights
 * themselves.
 */
final class SaeView {

  private final SaeWeights weights;

  /** Encoder rows, {@code [d_sae, stride]}. */
  final float[] encoder;

  /** The encoder's bias, padded to whole panels. */
  final float[] bias;

  /** Decoder rows, {@code [d_sae, stride]}. */
  final float[] directions;

  /** Norms of the weights' decoder rows, or null if nothing is measured in them. */
  final float[] norm;

  /**
   * @param rescaled whether latents are measured in the norms of their decoder rows
   */
  SaeView(SaeWeights weights, boolean rescaled) {
    this.weights = weights;
    encoder = rescaled ? new float[weights.enc.length] : weights.enc;
    bias = rescaled ? new float[weights.bEnc.length] : weights.bEnc;
    directions = rescaled ? new float[weights.dec.length] : weights.dec;
    norm = rescaled ? new float[weights.dSae] : null;
  }

  /** Takes over changes of the weights. */
  void refresh() {
    if (norm == null) {
      return;
    }
    float[] scratch = new float[Lanes.COUNT];
    int stride = weights.stride;
    for (int f = 0; f < norm.length; f++) {
      int row = f * stride;
      float n = (float) Math.sqrt(SaeRows.dot(weights.dec, row, weights.dec, row, stride, scratch));
      norm[f] = n;
      bias[f] = n * weights.bEnc[f];
      float inverse = n > 0 ? 1 / n : 0;
      for (int i = row; i < row + stride; i++) {
        encoder[i] = n * weights.enc[i];
        directions[i] = inverse * weights.dec[i];
      }
    }
  }
}

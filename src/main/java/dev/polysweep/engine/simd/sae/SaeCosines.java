package dev.polysweep.engine.simd.sae;

import java.util.Arrays;

/**
 * The penalty on cosines between decoder rows: coefficient·(1/d_sae)·Σ_{i≠j} (u_i·u_j)² of the unit
 * rows u. With M = Σ_i u_i·u_iᵀ the sum is ‖M‖² − d_sae, and its gradient by u_f is 4·(M − I)·u_f,
 * so that neither takes more than d_sae·d_in² operations.
 */
final class SaeCosines {

  private final SaeWeights weights;
  private final double coefficient;
  private final SaeWorkers workers;
  private final float[] gram;
  private final int[] everyColumn;
  private final int[] everyLatent;
  private double loss;

  SaeCosines(SaeWeights weights, double coefficient, SaeWorkers workers) {
    this.weights = weights;
    this.coefficient = coefficient;
    this.workers = workers;
    gram = new float[weights.stride * weights.stride];
    everyColumn = new int[weights.stride];
    Arrays.setAll(everyColumn, c -> c);
    everyLatent = new int[weights.dSae];
    Arrays.setAll(everyLatent, f -> f);
  }

  /** Takes over the weights' directions and computes the loss. */
  void run() {
    int stride = weights.stride;
    float[] dec = weights.dec;
    float[] inverse = new float[weights.dSae]; // 1/‖row‖²
    float[] fold = new float[dev.polysweep.engine.simd.kernel.Lanes.COUNT];
    for (int f = 0; f < inverse.length; f++) {
      float square = SaeRows.dot(dec, f * stride, dec, f * stride, stride, fold);
      inverse[f] = square > 0 ? 1 / square : 0;
    }
    Arrays.fill(gram, 0);
    workers.run(
        weights.dIn,
        (worker, a) -> {
          float[] column = new float[weights.dSae];
          for (int f = 0; f < column.length; f++) {
            column[f] = dec[f * stride + a] * inverse[f];
          }
          for (int c = 0; c < stride; c += SaeRows.chunk()) {
            SaeRows.combine(
                everyLatent, column, 0, column.length, dec, stride, c, gram, a * stride);
          }
        });
    double sum = -weights.dSae;
    for (float v : gram) {
      sum += (double) v * v;
    }
    loss = coefficient * sum / weights.dSae;
  }

  /** The loss, with its coefficient. */
  double loss() {
    return loss;
  }

  /**
   * Adds the gradient by a latent's unit row.
   *
   * @param directions the decoder's rows, of norm 1
   * @param out receives the sum from {@code out0} on
   */
  void add(int f, float[] directions, float[] out, int out0) {
    int stride = weights.stride;
    float scale = (float) (4 * coefficient / weights.dSae);
    float[] weight = new float[stride];
    for (int c = 0; c < stride; c++) {
      weight[c] = scale * directions[f * stride + c];
      out[out0 + c] -= weight[c];
    }
    for (int c = 0; c < stride; c += SaeRows.chunk()) {
      SaeRows.combine(everyColumn, weight, 0, stride, gram, stride, c, out, out0);
    }
  }
}

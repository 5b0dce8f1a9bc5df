package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.ActiveLatents;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.simd.kernel.Lanes;
import java.util.Arrays;

/**
 * The forward pass after the encoder: computes the reconstruction, the losses, and the gradients of
 * pre-activations from the active latents of each sample. Inactive latents are not touched, except
 * where so many latents are active that a dense product is faster.
 */
final class SaeForward {

  private final SaeArchitecture architecture;
  private final SaeWeights weights;
  private final SaeWorkers workers;
  private final SaeEncoder encoder;
  private final float[][] scratch;
  private final SaeDense dense = new SaeDense();
  private final float[][] acts;

  /** ∂loss/∂x̂ = (2/n)·(x̂ − x), {@code [rows, stride]}. */
  float[] grad = new float[0];

  /** ∂loss/∂ê = (2·auxCoefficient/n)·(ê − (x − x̂)), {@code [rows, stride]}. */
  float[] auxGrad = new float[0];

  /**
   * Squared error of each sample; the next two arrays hold each sample's penalty without its
   * coefficient and its squared error in AuxK's loss.
   */
  float[] squaredError = new float[0];

  float[] penalty = new float[0];
  float[] auxError = new float[0];
  int[] active = new int[0];

  SaeForward(
      SaeArchitecture architecture, SaeWeights weights, SaeWorkers workers, SaeEncoder encoder) {
    this.architecture = architecture;
    this.weights = weights;
    this.workers = workers;
    this.encoder = encoder;
    scratch = new float[workers.threads()][4 * Lanes.COUNT + weights.stride];
    acts = new float[workers.threads()][];
  }

  /**
   * Runs the forward pass on the entries that the encoder holds.
   *
   * @param coefficient coefficient of the penalty at this step, warm-up included
   * @param auxCoefficient coefficient of AuxK's term; 0 if there are no dead latents
   */
  void run(int rows, double coefficient, double auxCoefficient) {
    reserve(rows, auxCoefficient > 0);
    float slope = (float) (coefficient / rows);
    boolean many = SaeDense.pays(entries(rows), rows, weights.dSae);
    if (many) {
      dense.pack(weights.dec, weights.dSae, weights.stride, workers);
    }
    workers.run(
        SaeEncoder.count(rows),
        (worker, s) -> {
          int here = Math.min(SaeEncoder.STRIP, rows - s * SaeEncoder.STRIP);
          ActiveLatents entries = encoder.strips[s];
          if (many) {
            decodeMany(worker, entries, s, here);
          } else {
            decode(entries, s, here, grad);
          }
          compare(worker, entries, s, here, 2f / rows);
          architecture.gate(entries, entries.start[here], slope, encoder.theta());
          if (auxCoefficient > 0) {
            decode(encoder.deadStrips[s], s, here, auxGrad);
            compareAux(worker, encoder.deadStrips[s], s, here, rows, (float) auxCoefficient);
          }
        });
  }

  private long entries(int rows) {
    int[] sizes = SaeEncoder.sizes(rows);
    long entries = 0;
    for (int s = 0; s < sizes.length; s++) {
      entries += encoder.strips[s].start[sizes[s]];
    }
    return entries;
  }

  private void decodeMany(int worker, ActiveLatents entries, int s, int here) {
    if (acts[worker] == null) {
      acts[worker] = new float[SaeEncoder.STRIP * weights.dSae];
    }
    int to = s * SaeEncoder.STRIP * weights.stride;
    dense.combine(entries.latent, entries.act, entries.start, 0, here, acts[worker], grad, to);
  }

  /** Sets the strip's rows of {@code out} to a·W_dec. */
  private void decode(ActiveLatents entries, int s, int here, float[] out) {
    int stride = weights.stride;
    int first = s * SaeEncoder.STRIP;
    Arrays.fill(out, first * stride, (first + here) * stride, 0);
    for (int c = 0; c < stride; c += SaeRows.chunk()) {
      for (int r = 0; r < here; r++) {
        SaeRows.combine(
            entries.latent,
            entries.act,
            entries.start[r],
            entries.start[r + 1],
            weights.dec,
            stride,
            c,
            out,
            (first + r) * stride);
      }
    }
  }

  /** Computes each sample's squared error and penalty and the gradients of its activations. */
  private void compare(int worker, ActiveLatents entries, int s, int here, float scale) {
    int stride = weights.stride;
    for (int r = 0; r < here; r++) {
      int sample = s * SaeEncoder.STRIP + r;
      int row = sample * stride;
      float[] lanes = scratch[worker];
      squaredError[sample] =
          SaeRows.difference(grad, row, encoder.centered, row, scale, grad, row, stride, lanes);
      int from = entries.start[r];
      int to = entries.start[r + 1];
      SaeRows.dots(grad, row, entries.latent, from, to, weights.dec, stride, entries.grad, lanes);
      int count = 0;
      for (int j = from; j < to; j++) {
        count += entries.act[j] > 0 ? 1 : 0;
      }
      active[sample] = count;
      penalty[sample] = architecture.penalty(entries, from, to);
    }
  }

  private void compareAux(
      int worker, ActiveLatents entries, int s, int here, int rows, float coefficient) {
    int stride = weights.stride;
    float[] lanes = scratch[worker];
    int residual = 4 * Lanes.COUNT;
    for (int r = 0; r < here; r++) {
      int sample = s * SaeEncoder.STRIP + r;
      int row = sample * stride;
      // grad is (2/n)·(x̂ − x), so e = −(n/2)·grad, and ê − e = ê + (n/2)·grad.
      for (int i = 0; i < stride; i++) {
        lanes[residual + i] = -0.5f * rows * grad[row + i];
      }
      auxError[sample] =
          SaeRows.difference(
              auxGrad, row, lanes, residual, 2 * coefficient / rows, auxGrad, row, stride, lanes);
      SaeRows.dots(
          auxGrad,
          row,
          entries.latent,
          entries.start[r],
          entries.start[r + 1],
          weights.dec,
          stride,
          entries.grad,
          lanes);
    }
  }

  private void reserve(int rows, boolean aux) {
    int needed = SaeEncoder.count(rows) * SaeEncoder.STRIP;
    if (squaredError.length < needed) {
      squaredError = new float[needed];
      penalty = new float[needed];
      auxError = new float[needed];
      active = new int[needed];
      grad = new float[Math.multiplyExact(needed, weights.stride)];
    }
    if (aux && auxGrad.length < grad.length) {
      auxGrad = new float[grad.length];
    }
  }
}

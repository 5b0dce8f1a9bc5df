package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.ActiveLatents;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeIteration;
import java.util.Arrays;

/**
 * The gradients of an encoder with several rounds, from the last round back to the first. With v_t
 * the input of round t and h = ∂loss/∂v_{t+1}: the activations of round t have the gradient
 * −residual·h·W_decᵀ, and ∂loss/∂v_t = h + ∂loss/∂z_t·W_encᵀ.
 */
final class SaeUnrolled {

  private final SaeIteration iteration;
  private final SaeWeights weights;
  private final SaeView view;
  private final SaeWorkers workers;
  private final SaeRounds rounds;
  private float[] own = new float[0];

  /**
   * ∂loss/∂(a_t·W_dec) of each round's codes by way of the rounds after it, {@code [rounds][rows,
   * stride]}.
   */
  final float[][] output;

  /** ∂loss/∂(x − b_dec) by way of the encoder, {@code [rows, stride]}. */
  float[] byInput = new float[0];

  SaeUnrolled(
      SaeIteration iteration,
      SaeWeights weights,
      SaeView view,
      SaeWorkers workers,
      SaeRounds rounds) {
    this.iteration = iteration;
    this.weights = weights;
    this.view = view;
    this.workers = workers;
    this.rounds = rounds;
    output = new float[iteration.rounds()][];
  }

  /**
   * Computes the gradients of all rounds' entries.
   *
   * @param theta thresholds, or null
   * @param lossGrad ∂loss/∂x̂ of a pursuit, whose codes all reconstruct
   * @param dead entries of dead latents with gradients, one array for each group
   */
  void run(SaeArchitecture now, float[] theta, int rows, float[] lossGrad, ActiveLatents[][] dead) {
    reserve(rows);
    int stride = weights.stride;
    workers.run(
        SaeEncoder.count(rows),
        (worker, s) -> {
          int here = Math.min(SaeEncoder.STRIP, rows - s * SaeEncoder.STRIP);
          int from = s * SaeEncoder.STRIP * stride;
          int to = from + here * stride;
          float[] lanes = new float[4 * dev.polysweep.engine.simd.kernel.Lanes.COUNT];
          Arrays.fill(byInput, from, to, 0);
          Arrays.fill(own, from, to, 0);
          int round = rounds.last();
          if (iteration.summed()) {
            for (int i = from; i < to; i++) {
              own[i] = -lossGrad[i]; // the loss is that of what the last round leaves
            }
          } else {
            addEncoder(rounds.strips[round][s], s, here);
            for (ActiveLatents[] group : dead) {
              addEncoder(group[s], s, here);
            }
            round--;
          }
          for (; round >= 0; round--) {
            float[] out = output[round];
            for (int i = from; i < to; i++) {
              byInput[i] = Math.fma((float) iteration.input(), own[i], byInput[i]);
              out[i] = (float) -iteration.residual() * own[i];
            }
            ActiveLatents entries = rounds.strips[round][s];
            for (int r = 0; r < here; r++) {
              SaeRows.dots(
                  out,
                  from + r * stride,
                  entries.latent,
                  entries.start[r],
                  entries.start[r + 1],
                  view.directions,
                  stride,
                  entries.grad,
                  lanes);
            }
            now.gate(entries, entries.start[here], 0, theta);
            addEncoder(entries, s, here);
          }
          for (int i = from; i < to; i++) {
            byInput[i] += own[i];
          }
        });
  }

  /** Adds ∂loss/∂z·W_encᵀ of some entries to ∂loss/∂v. */
  private void addEncoder(ActiveLatents entries, int s, int here) {
    int stride = weights.stride;
    for (int c = 0; c < stride; c += SaeRows.chunk()) {
      for (int r = 0; r < here; r++) {
        SaeRows.combine(
            entries.latent,
            entries.grad,
            entries.start[r],
            entries.start[r + 1],
            view.encoder,
            stride,
            c,
            own,
            (s * SaeEncoder.STRIP + r) * stride);
      }
    }
  }

  private void reserve(int rows) {
    int needed = Math.multiplyExact(SaeEncoder.count(rows) * SaeEncoder.STRIP, weights.stride);
    if (own.length < needed) {
      own = new float[needed];
      byInput = new float[needed];
      for (int round = 0; round < output.length; round++) {
        output[round] = new float[needed];
      }
    }
  }
}

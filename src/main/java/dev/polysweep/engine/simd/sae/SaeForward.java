package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.ActiveLatents;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeNesting;
import dev.polysweep.engine.simd.kernel.Lanes;
import java.util.Arrays;

/**
 * The forward pass after the encoder: computes the reconstruction, the losses, and the gradients of
 * pre-activations from the active latents of each sample. Inactive latents are not touched, except
 * where so many latents are active that a dense product is faster.
 */
final class SaeForward {

  private final SaeWeights weights;
  private final SaeView view;
  private final SaeWorkers workers;
  private final SaeEncoder encoder;
  private final SaeRounds rounds;
  private final SaeLevels levels;
  private final float[][] scratch;
  private final SaeDense dense = new SaeDense();
  private final float[][] acts;

  /**
   * ∂loss/∂x̂, {@code [levels][rows, stride]}: of each level's latents if there are nested
   * dictionaries, otherwise one, (2/n)·(x̂ − x).
   */
  float[][] grad = {new float[0]};

  /** ∂loss/∂ê of AuxK's term of each group of dead latents, {@code [groups][rows, stride]}. */
  float[][] auxGrad = {};

  /** The same of what open gates reconstruct, {@code [rows, stride]}. */
  private float[] gateGrad = new float[0];

  /**
   * Squared error of each sample; the next arrays hold each sample's penalty without its
   * coefficient, its part of AuxK's loss with the coefficients or of the loss of open gates, and
   * its number of active latents.
   */
  float[] squaredError = new float[0];

  float[] penalty = new float[0];
  float[] auxError = new float[0];
  int[] active = new int[0];

  /** The squared error with the weights of samples, and those of inner dictionaries with theirs. */
  double mse;

  double inner;

  SaeForward(
      SaeWeights weights, SaeView view, SaeWorkers workers, SaeRounds rounds, SaeEncoder encoder) {
    this.weights = weights;
    this.view = view;
    this.workers = workers;
    this.encoder = encoder;
    this.rounds = rounds;
    levels = new SaeLevels(weights, view, workers);
    scratch = new float[workers.threads()][4 * Lanes.COUNT + weights.stride];
    acts = new float[workers.threads()][];
  }

  /**
   * Runs the forward pass on the entries of the last round.
   *
   * @param now the architecture at this step
   * @param coefficient coefficient of the penalty at this step
   * @param nesting the nested dictionaries, or null
   * @param auxWeight weight of AuxK's term of each group of dead latents: one group, or one for
   *     each level
   */
  void run(
      SaeArchitecture now, int rows, double coefficient, SaeNesting nesting, double[] auxWeight) {
    reserve(rows, auxWeight.length, now.separatesMagnitudes());
    Arrays.fill(auxError, 0, rows, 0);
    float slope = (float) (coefficient / rows);
    inner = 0;
    if (now.iteration().summed()) {
      pursued(rows);
    } else if (nesting == null && now.tilt() == 0) {
      single(now, rows, slope, auxWeight);
    } else {
      nested(now, rows, slope, nesting, auxWeight);
    }
  }

  private void single(SaeArchitecture now, int rows, float slope, double[] auxWeight) {
    ActiveLatents[] strips = rounds.strips[rounds.last()];
    boolean many = SaeDense.pays(entries(strips, rows), rows, weights.dSae);
    if (many) {
      dense.pack(view.directions, weights.dSae, weights.stride, workers);
    }
    workers.run(
        SaeEncoder.count(rows),
        (worker, s) -> {
          int here = Math.min(SaeEncoder.STRIP, rows - s * SaeEncoder.STRIP);
          ActiveLatents entries = strips[s];
          float scale = 2f / rows;
          decode(many, worker, entries, entries.act, s, here, grad[0]);
          compare(worker, entries, s, here, scale, grad[0], squaredError, entries.grad);
          count(now, entries, s, here);
          if (now.separatesMagnitudes()) {
            decode(many, worker, entries, entries.gate, s, here, gateGrad);
            compare(worker, entries, s, here, scale, gateGrad, auxError, entries.byGate);
          }
          now.gate(entries, entries.start[here], slope, encoder.theta());
          for (int group = 0; group < auxWeight.length; group++) {
            // grad is (2/n)·(x̂ − x), so e = −(n/2)·grad
            aux(worker, group, s, here, rows, auxWeight[group], grad[0], -0.5f * rows);
          }
        });
    mse = mean(squaredError, rows);
  }

  private void nested(
      SaeArchitecture now, int rows, float slope, SaeNesting nesting, double[] auxWeight) {
    ActiveLatents[] strips = rounds.strips[rounds.last()];
    levels.decode(strips, encoder.centered, rows, nesting);
    levels.weigh(rows, now.tilt());
    int last = levels.count() - 1;
    if (grad.length < last + 1) {
      grad = Arrays.copyOf(grad, last + 1);
    }
    workers.run(
        SaeEncoder.count(rows),
        (worker, s) -> {
          int here = Math.min(SaeEncoder.STRIP, rows - s * SaeEncoder.STRIP);
          for (int group = 0; group < auxWeight.length; group++) {
            int level = auxWeight.length == 1 ? last : group;
            aux(worker, group, s, here, rows, auxWeight[group], levels.error[level], -1);
          }
          levels.gradients(strips[s], s, here, scratch[worker]);
          count(now, strips[s], s, here);
          now.gate(strips[s], strips[s].start[here], slope, encoder.theta());
        });
    for (int level = 0; level <= last; level++) {
      grad[level] = levels.error[level];
    }
    System.arraycopy(levels.squaredError[last], 0, squaredError, 0, rows);
    mse = levels.loss(last, rows);
    for (int level = 0; level < last; level++) {
      inner += levels.loss(level, rows);
    }
  }

  /** What a pursuit leaves is its error: x̂ − x = −v after the last round. */
  private void pursued(int rows) {
    float[] left = rounds.input[rounds.last() + 1];
    int stride = weights.stride;
    for (int s = 0; s < rows; s++) {
      squaredError[s] = SaeRows.dot(left, s * stride, left, s * stride, stride, scratch[0]);
      for (int i = s * stride; i < (s + 1) * stride; i++) {
        grad[0][i] = -2f / rows * left[i];
      }
      active[s] = 0;
      penalty[s] = 0;
    }
    int[] start = rounds.codes(rows).start();
    for (int s = 0; s < rows; s++) {
      active[s] = start[s + 1] - start[s];
    }
    mse = mean(squaredError, rows);
  }

  private static double mean(float[] values, int rows) {
    double sum = 0;
    for (int s = 0; s < rows; s++) {
      sum += values[s];
    }
    return sum / rows;
  }

  static long entries(ActiveLatents[] strips, int rows) {
    int[] sizes = SaeEncoder.sizes(rows);
    long entries = 0;
    for (int s = 0; s < sizes.length; s++) {
      entries += strips[s].start[sizes[s]];
    }
    return entries;
  }

  /**
   * Sets the strip's rows of {@code out} to a·W_dec.
   *
   * @param many whether so many latents are active that a dense product is faster
   * @param act a of each entry
   */
  private void decode(
      boolean many, int worker, ActiveLatents entries, float[] act, int s, int here, float[] out) {
    int stride = weights.stride;
    int first = s * SaeEncoder.STRIP;
    if (many) {
      if (acts[worker] == null) {
        acts[worker] = new float[SaeEncoder.STRIP * weights.dSae];
      }
      int to = first * stride;
      dense.combine(entries.latent, act, entries.start, 0, here, acts[worker], out, to);
      return;
    }
    Arrays.fill(out, first * stride, (first + here) * stride, 0);
    for (int c = 0; c < stride; c += SaeRows.chunk()) {
      for (int r = 0; r < here; r++) {
        SaeRows.combine(
            entries.latent,
            act,
            entries.start[r],
            entries.start[r + 1],
            view.directions,
            stride,
            c,
            out,
            (first + r) * stride);
      }
    }
  }

  /**
   * Computes each sample's squared error and its gradients.
   *
   * @param out the decoded rows, which become scale·(x̂ − x), {@code [rows, stride]}
   * @param error receives the squared errors, {@code [rows]}
   * @param entryGrad receives the gradient of what each entry was decoded from
   */
  private void compare(
      int worker,
      ActiveLatents entries,
      int s,
      int here,
      float scale,
      float[] out,
      float[] error,
      float[] entryGrad) {
    int stride = weights.stride;
    for (int r = 0; r < here; r++) {
      int sample = s * SaeEncoder.STRIP + r;
      int row = sample * stride;
      float[] lanes = scratch[worker];
      error[sample] =
          SaeRows.difference(out, row, encoder.centered, row, scale, out, row, stride, lanes);
      SaeRows.dots(
          out,
          row,
          entries.latent,
          entries.start[r],
          entries.start[r + 1],
          view.directions,
          stride,
          entryGrad,
          lanes);
    }
  }

  private void count(SaeArchitecture now, ActiveLatents entries, int s, int here) {
    for (int r = 0; r < here; r++) {
      int sample = s * SaeEncoder.STRIP + r;
      int count = 0;
      for (int j = entries.start[r]; j < entries.start[r + 1]; j++) {
        count += entries.act[j] > 0 ? 1 : 0;
      }
      active[sample] = count;
      penalty[sample] = now.penalty(entries, entries.start[r], entries.start[r + 1]);
    }
  }

  /**
   * Computes AuxK's term of a group of dead latents, of the error e = factor·error.
   *
   * @param error {@code [rows, stride]}
   */
  private void aux(
      int worker,
      int group,
      int s,
      int here,
      int rows,
      double weight,
      float[] error,
      float factor) {
    if (weight == 0) {
      return;
    }
    ActiveLatents entries = encoder.deadStrips[group][s];
    float[] out = auxGrad[group];
    decode(false, worker, entries, entries.act, s, here, out);
    int stride = weights.stride;
    float[] lanes = scratch[worker];
    int residual = 4 * Lanes.COUNT;
    float scale = (float) (2 * weight / rows);
    for (int r = 0; r < here; r++) {
      int sample = s * SaeEncoder.STRIP + r;
      int row = sample * stride;
      for (int i = 0; i < stride; i++) {
        lanes[residual + i] = factor * error[row + i];
      }
      float squared = SaeRows.difference(out, row, lanes, residual, scale, out, row, stride, lanes);
      auxError[sample] += (float) weight * squared;
      SaeRows.dots(
          out,
          row,
          entries.latent,
          entries.start[r],
          entries.start[r + 1],
          view.directions,
          stride,
          entries.grad,
          lanes);
    }
  }

  private void reserve(int rows, int groups, boolean gates) {
    int needed = SaeEncoder.count(rows) * SaeEncoder.STRIP;
    if (squaredError.length < needed) {
      squaredError = new float[needed];
      penalty = new float[needed];
      auxError = new float[needed];
      active = new int[needed];
    }
    int size = Math.multiplyExact(needed, weights.stride);
    if (grad[0].length < size) {
      grad[0] = new float[size];
    }
    if (gates && gateGrad.length < size) {
      gateGrad = new float[size];
    }
    if (auxGrad.length < groups) {
      auxGrad = Arrays.copyOf(auxGrad, groups);
    }
    for (int group = 0; group < groups; group++) {
      if (auxGrad[group] == null || auxGrad[group].length < size) {
        auxGrad[group] = new float[size];
      }
    }
  }
}

package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.ActiveLatents;
import dev.polysweep.engine.sae.AuxK;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeIteration;
import dev.polysweep.engine.sae.SaeSelection;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** The rounds of an encoder, most often one: {@link SaeIteration} says what each encodes. */
final class SaeRounds {

  private static final int[][] NONE_DEAD = {};

  private final SaeIteration iteration;
  private final SaeWeights weights;
  private final SaeView view;
  private final SaeWorkers workers;
  private final SaeEncoder encoder;

  /** The entries of each round, {@code [rounds][strips]}. */
  final ActiveLatents[][] strips;

  /**
   * The inputs of each round, {@code [rounds + 1][rows, stride]}; the first is the encoder's
   * centred one, and the one after the last exists where the rounds' codes are summed.
   */
  final float[][] input;

  /** The smallest entry that the selection of each round kept of the batch, {@code [rounds]}. */
  final float[] least;

  SaeRounds(
      SaeIteration iteration,
      SaeWeights weights,
      SaeView view,
      SaeWorkers workers,
      SaeEncoder encoder) {
    this.iteration = iteration;
    this.weights = weights;
    this.view = view;
    this.workers = workers;
    this.encoder = encoder;
    int rounds = iteration.rounds();
    strips = new ActiveLatents[rounds][0];
    input = new float[rounds + 1][];
    least = new float[rounds];
  }

  /** Number of the last round. */
  int last() {
    return strips.length - 1;
  }

  /**
   * Encodes the encoder's centred inputs.
   *
   * @param selection rule of each round
   * @param theta thresholds {@code [rounds, d_sae]} or of one round for all; null without. One
   *     round takes all that there is
   * @param dead groups of dead latents, whose pre-activations the last round keeps for AuxK
   */
  void run(int rows, IntFunction<SaeSelection> selection, float[] theta, int[][] dead, AuxK aux) {
    input[0] = encoder.centered;
    encoder.pack();
    for (int round = 0; round <= last(); round++) {
      SaeSelection rule = selection.apply(round);
      int[][] groups = round == last() ? dead : NONE_DEAD;
      strips[round] =
          encoder.encode(
              input[round], rows, strips[round], rule, thresholds(theta, round), groups, aux);
      long kept = rule.keptOfBatch(rows);
      least[round] =
          kept < Long.MAX_VALUE
              ? BatchSelection.keepLargest(strips[round], SaeEncoder.sizes(rows), kept)
              : 0;
      if (round < last() || iteration.summed()) {
        advance(round, rows);
      }
    }
  }

  private float[] thresholds(float[] theta, int round) {
    int dSae = weights.dSae;
    return theta == null || theta.length == dSae || strips.length == 1
        ? theta
        : Arrays.copyOfRange(theta, round * dSae, (round + 1) * dSae);
  }

  /** Computes the input of the next round: v + input·(x − b_dec) − residual·a·W_dec. */
  private void advance(int round, int rows) {
    int stride = weights.stride;
    float[] from = input[round];
    if (input[round + 1] == null || input[round + 1].length < encoder.centered.length) {
      input[round + 1] = new float[encoder.centered.length];
    }
    float[] to = input[round + 1];
    float own = (float) iteration.input();
    float residual = (float) -iteration.residual();
    workers.run(
        SaeEncoder.count(rows),
        (worker, s) -> {
          ActiveLatents entries = strips[round][s];
          int here = Math.min(SaeEncoder.STRIP, rows - s * SaeEncoder.STRIP);
          float[] negative = new float[entries.start[here]];
          for (int j = 0; j < negative.length; j++) {
            negative[j] = residual * entries.act[j];
          }
          int first = s * SaeEncoder.STRIP;
          for (int i = first * stride; i < (first + here) * stride; i++) {
            to[i] = Math.fma(own, encoder.centered[i], from[i]);
          }
          for (int c = 0; c < stride; c += SaeRows.chunk()) {
            for (int r = 0; r < here; r++) {
              SaeRows.combine(
                  entries.latent,
                  negative,
                  entries.start[r],
                  entries.start[r + 1],
                  view.directions,
                  stride,
                  c,
                  to,
                  (first + r) * stride);
            }
          }
        });
  }

  /** The entries that the latents' activations consist of. */
  List<ActiveLatents[]> codeStrips() {
    return Arrays.asList(strips).subList(iteration.summed() ? 0 : last(), strips.length);
  }

  /** The latents' activations of the last run. */
  SaeCodes codes(int rows) {
    if (!iteration.summed()) {
      return encoder.codes(strips[last()], rows);
    }
    int[] start = new int[rows + 1];
    int[] latent = new int[rows * strips.length];
    float[] value = new float[latent.length];
    int size = 0;
    for (int s = 0; s < rows; s++) {
      for (ActiveLatents[] round : strips) {
        ActiveLatents entries = round[s / SaeEncoder.STRIP];
        int r = s % SaeEncoder.STRIP;
        for (int j = entries.start[r]; j < entries.start[r + 1]; j++) {
          size = insert(latent, value, start[s], size, entries.latent[j], entries.act[j]);
        }
      }
      start[s + 1] = size;
    }
    return new SaeCodes(
        rows, weights.dSae, start, Arrays.copyOf(latent, size), Arrays.copyOf(value, size));
  }

  /** Adds an entry to those from {@code from} on, which are ascending and different latents. */
  private static int insert(int[] latent, float[] value, int from, int size, int f, float a) {
    int at = size;
    while (at > from && latent[at - 1] > f) {
      at--;
    }
    if (at > from && latent[at - 1] == f) {
      value[at - 1] += a;
      return size;
    }
    System.arraycopy(latent, at, latent, at + 1, size - at);
    System.arraycopy(value, at, value, at + 1, size - at);
    latent[at] = f;
    value[at] = a;
    return size + 1;
  }
}

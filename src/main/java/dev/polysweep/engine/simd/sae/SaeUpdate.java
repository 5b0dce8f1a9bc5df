package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.SaeConstraints;
import dev.polysweep.engine.sae.SaeConstraints.Decoder;
import dev.polysweep.engine.sae.SaeOptimizer;
import dev.polysweep.engine.simd.kernel.Adam;
import dev.polysweep.engine.simd.kernel.Elementwise;

/**
 * The update of a step: Adam's step for each latent, and what the constraints then make of its
 * rows.
 */
final class SaeUpdate {

  private final SaeWeights weights;
  private final SaeWeights first;
  private final SaeWeights second;
  private final SaeOptimizer optimizer;
  private final SaeConstraints constraints;
  private final boolean trainsBias;
  private final Adam adam;
  private final float[] startDec; // or null; decoder rows that a least cosine is kept to

  /** Number of Adam steps that each latent has taken, and as the last element that of b_dec. */
  final int[] taken;

  /**
   * @param first Adam's first moments
   * @param second Adam's second moments
   * @param trainsBias whether b_enc is trained
   */
  SaeUpdate(
      SaeWeights weights,
      SaeWeights first,
      SaeWeights second,
      SaeOptimizer optimizer,
      SaeConstraints constraints,
      boolean trainsBias) {
    this.weights = weights;
    this.first = first;
    this.second = second;
    this.optimizer = optimizer;
    this.constraints = constraints;
    this.trainsBias = trainsBias;
    adam = new Adam(optimizer.beta1(), optimizer.beta2(), optimizer.eps());
    startDec = constraints.leastCosine() > -1 ? weights.dec.clone() : null;
    taken = new int[weights.dSae + 1];
  }

  /**
   * Begins a step of all parameters.
   *
   * @param step number of the step, from 0
   */
  void begin(int step) {
    for (int i = 0; i < taken.length; i++) {
      taken[i]++;
    }
    adam.begin(optimizer.rate(step));
  }

  /**
   * Takes the step of a latent.
   *
   * @param grad holds the gradients of the latent's encoder and decoder rows, from the given places
   *     on
   * @param sums hold the gradients of its other numbers
   * @param fold {@code [16]}, overwritten
   */
  void latent(int f, float[] grad, int encoder, int decoder, SaeSums sums, float[] fold) {
    int stride = weights.stride;
    int row = f * stride;
    if (!constraints.frozen().decoder()) {
      adam.update(taken[f], weights.dec, row, first.dec, second.dec, row, grad, decoder, stride);
      if (startDec != null) {
        hold(row, fold);
      }
      if (constraints.decoder() == Decoder.UNIT) {
        SaeRows.normalize(weights.dec, row, stride, fold);
      }
    }
    if (constraints.tied()) {
      System.arraycopy(weights.dec, row, weights.enc, row, stride);
    } else if (!constraints.frozen().encoder()) {
      adam.update(taken[f], weights.enc, row, first.enc, second.enc, row, grad, encoder, stride);
    }
    if (trainsBias) {
      adam.updateOne(taken[f], weights.bEnc, first.bEnc, second.bEnc, f, sums.bias[f]);
    }
    for (int j = f; j < sums.theta.length; j += weights.dSae) {
      adam.updateOne(taken[f], weights.theta, first.theta, second.theta, j, sums.theta[j]);
    }
  }

  /** Takes the step of b_dec. */
  void decoderBias(float[] grad) {
    int n = taken[weights.dSae];
    adam.update(n, weights.bDec, 0, first.bDec, second.bDec, 0, grad, 0, weights.stride);
  }

  /**
   * Moves a decoder row that has turned too far from its start to the nearest direction within the
   * least cosine, with the same norm.
   */
  private void hold(int row, float[] fold) {
    int stride = weights.stride;
    double along = SaeRows.dot(weights.dec, row, startDec, row, stride, fold);
    double square = SaeRows.dot(weights.dec, row, weights.dec, row, stride, fold);
    double start = SaeRows.dot(startDec, row, startDec, row, stride, fold);
    double least = constraints.leastCosine();
    if (!(square > 0 && start > 0) || along >= least * Math.sqrt(square * start)) {
      return;
    }
    // With the start's unit s: dec = a·s + p, p at right angles; the result is r·(c·s + √(1 −
    // c²)·p/‖p‖).
    double a = along / Math.sqrt(start);
    double across = Math.sqrt(Math.max(0, square - a * a));
    double scale = across > 0 ? Math.sqrt(square * (1 - least * least)) / across : 0;
    double byStart = (least * Math.sqrt(square) - scale * a) / Math.sqrt(start);
    Elementwise.scale(weights.dec, row, stride, (float) scale);
    Elementwise.addScaled(weights.dec, row, startDec, row, stride, (float) byStart);
  }
}

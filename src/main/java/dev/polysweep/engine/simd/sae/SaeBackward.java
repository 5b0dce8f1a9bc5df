package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.SaeOptimizer;
import dev.polysweep.engine.simd.kernel.Adam;
import dev.polysweep.engine.simd.kernel.Elementwise;
import dev.polysweep.engine.simd.kernel.Lanes;
import dev.polysweep.math.KernelMath;
import java.util.Arrays;

/**
 * The backward pass and the update: computes the gradients of the parameters from those of
 * pre-activations and reconstructions, latent by latent, and takes Adam's step for each latent
 * while its gradient is in the cache.
 */
final class SaeBackward {

  /** Number of latents in a task, a multiple of the tile's rows. */
  private static final int BLOCK = 6 * SaeTile.ROWS;

  private final SaeWeights weights;
  private final SaeWeights first;
  private final SaeWeights second;
  private final SaeWorkers workers;
  private final Adam adam;
  private final SaeOptimizer optimizer;
  private final float[][] scratch;
  private final float[][] folds;
  private final SaeLatents lists;
  private final SaeLatents deadLists;
  private final SaeDense denseX = new SaeDense();
  private final SaeDense denseGrad = new SaeDense();
  private final float[][] columns;
  private final int[] everyLatent;
  private final float[] biasGrad;
  private final float[] biasGradOut;
  private int[] everySample = new int[0];
  private float[] ones = new float[0];

  /** Number of Adam steps that each latent has taken, and as the last element that of b_dec. */
  final int[] taken;

  /**
   * @param first Adam's first moments
   * @param second Adam's second moments
   */
  SaeBackward(
      SaeWeights weights,
      SaeWeights first,
      SaeWeights second,
      SaeOptimizer optimizer,
      SaeWorkers workers) {
    this.weights = weights;
    this.first = first;
    this.second = second;
    this.workers = workers;
    this.optimizer = optimizer;
    adam = new Adam(optimizer.beta1(), optimizer.beta2(), optimizer.eps());
    scratch = new float[workers.threads()][2 * BLOCK * weights.stride];
    columns = new float[workers.threads()][0];
    folds = new float[workers.threads()][Lanes.COUNT];
    lists = new SaeLatents(weights.dSae);
    deadLists = new SaeLatents(weights.dSae);
    everyLatent = new int[weights.dSae];
    Arrays.setAll(everyLatent, f -> f);
    biasGrad = new float[weights.dSae];
    biasGradOut = new float[weights.stride];
    taken = new int[weights.dSae + 1];
  }

  /** The active entries of the last step's batch, ordered by latent. */
  SaeLatents lists() {
    return lists;
  }

  /**
   * Takes one optimiser step.
   *
   * @param step number of the step, from 0
   * @param aux whether the gradients of AuxK's loss are added
   */
  void run(int step, int rows, SaeEncoder encoder, SaeForward forward, boolean aux) {
    lists.transpose(encoder.strips, SaeEncoder.STRIP, rows);
    if (aux) {
      deadLists.transpose(encoder.deadStrips, SaeEncoder.STRIP, rows);
    }
    for (int f = 0; f < weights.dSae; f++) {
      biasGrad[f] = sum(lists.grad, lists.start[f], lists.start[f + 1]);
      if (aux) {
        biasGrad[f] += sum(deadLists.grad, deadLists.start[f], deadLists.start[f + 1]);
      }
    }
    for (int i = 0; i < taken.length; i++) {
      taken[i]++;
    }
    adam.begin(optimizer.rate(step));
    decoderBias(rows, forward);
    boolean many = SaeDense.pays(lists.start[weights.dSae], weights.dSae, rows);
    if (many) {
      denseX.pack(encoder.centered, rows, weights.stride, workers);
      denseGrad.pack(forward.grad, rows, weights.stride, workers);
    }
    int blocks = (weights.dSae + BLOCK - 1) / BLOCK;
    workers.run(
        blocks,
        (worker, block) -> {
          int from = block * BLOCK;
          int to = Math.min(weights.dSae, from + BLOCK);
          float[] own = scratch[worker];
          if (many) {
            gatherMany(worker, rows, from, to, own);
          } else {
            Arrays.fill(own, 0);
            gather(lists, from, to, encoder.centered, forward.grad, own);
          }
          if (aux) {
            gather(deadLists, from, to, encoder.centered, forward.auxGrad, own);
          }
          for (int f = from; f < to; f++) {
            update(f, f - from, own, folds[worker]);
          }
        });
    encoder.invalidate();
  }

  private static float sum(float[] values, int from, int to) {
    float sum = 0;
    for (int j = from; j < to; j++) {
      sum += values[j];
    }
    return sum;
  }

  /**
   * Computes ∂/∂b_dec = Σ_s ∂/∂x̂_s − Σ_f (∂/∂b_enc)_f·W_enc[:, f], with the weights before the
   * step.
   */
  private void decoderBias(int rows, SaeForward forward) {
    if (ones.length < rows) {
      everySample = new int[rows];
      Arrays.setAll(everySample, s -> s);
      ones = new float[rows];
      Arrays.fill(ones, 1);
    }
    float[] negative = new float[weights.dSae];
    for (int f = 0; f < negative.length; f++) {
      negative[f] = -biasGrad[f];
    }
    Arrays.fill(biasGradOut, 0);
    int stride = weights.stride;
    int chunk = SaeRows.chunk();
    workers.run(
        (stride + chunk - 1) / chunk,
        (worker, c) -> {
          int column = c * chunk;
          SaeRows.combine(everySample, ones, 0, rows, forward.grad, stride, column, biasGradOut, 0);
          SaeRows.combine(
              everyLatent,
              negative,
              0,
              negative.length,
              weights.enc,
              stride,
              column,
              biasGradOut,
              0);
        });
    adam.update(
        taken[weights.dSae], weights.bDec, 0, first.bDec, second.bDec, 0, biasGradOut, 0, stride);
  }

  /**
   * Adds the gradients of a block of latents to {@code own} [2·BLOCK, stride]: in the latent's row
   * Σ_s gradient·x_s, the gradient of its row of W_enc, and BLOCK rows later Σ_s
   * activation·∂/∂x̂_s, the gradient of its row of W_dec.
   */
  private void gather(SaeLatents from, int first, int end, float[] x, float[] grad, float[] own) {
    int stride = weights.stride;
    for (int c = 0; c < stride; c += SaeRows.chunk()) {
      for (int f = first; f < end; f++) {
        SaeRows.combine(
            from.sample,
            from.grad,
            from.start[f],
            from.start[f + 1],
            x,
            stride,
            c,
            own,
            (f - first) * stride);
      }
    }
    for (int c = 0; c < stride; c += SaeRows.chunk()) {
      for (int f = first; f < end; f++) {
        SaeRows.combine(
            from.sample,
            from.act,
            from.start[f],
            from.start[f + 1],
            grad,
            stride,
            c,
            own,
            (BLOCK + f - first) * stride);
      }
    }
  }

  /**
   * Computes the sums of {@link #gather} for the entries of {@link #lists} by dense products and
   * overwrites {@code own} with them.
   */
  private void gatherMany(int worker, int rows, int first, int end, float[] own) {
    if (columns[worker].length < BLOCK * rows) {
      columns[worker] = new float[BLOCK * rows];
    }
    int n = end - first;
    float[] dense = columns[worker];
    denseX.combine(lists.sample, lists.grad, lists.start, first, n, dense, own, 0);
    int below = BLOCK * weights.stride;
    denseGrad.combine(lists.sample, lists.act, lists.start, first, n, dense, own, below);
  }

  private void update(int f, int i, float[] own, float[] fold) {
    int stride = weights.stride;
    int row = f * stride;
    int gradDec = (BLOCK + i) * stride;
    float parallel = SaeRows.dot(own, gradDec, weights.dec, row, stride, fold);
    Elementwise.addScaled(own, gradDec, weights.dec, row, stride, -parallel);
    adam.update(taken[f], weights.dec, row, first.dec, second.dec, row, own, gradDec, stride);
    SaeRows.normalize(weights.dec, row, stride, fold);
    adam.update(taken[f], weights.enc, row, first.enc, second.enc, row, own, i * stride, stride);
    adam.updateOne(taken[f], weights.bEnc, first.bEnc, second.bEnc, f, biasGrad[f]);
    if (weights.logTheta != null) {
      float theta = KernelMath.exp(weights.logTheta[f]);
      float gradTheta = sum(lists.gate, lists.start[f], lists.start[f + 1]);
      adam.updateOne(
          taken[f], weights.logTheta, first.logTheta, second.logTheta, f, theta * gradTheta);
    }
  }
}

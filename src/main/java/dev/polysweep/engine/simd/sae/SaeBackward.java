package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.SaeConstraints;
import dev.polysweep.engine.sae.SaeConstraints.Decoder;
import dev.polysweep.engine.sae.SaeOptimizer;
import dev.polysweep.engine.simd.kernel.Elementwise;
import dev.polysweep.engine.simd.kernel.Lanes;
import java.util.Arrays;
import java.util.List;

/**
 * The backward pass: computes the gradients of the parameters from the terms of a step, latent by
 * latent, and has each latent {@linkplain SaeUpdate updated} while its gradient is in the cache.
 * Only if gradients are clipped, all of them are computed before the first step is taken.
 */
final class SaeBackward {

  /** Number of latents in a task, a multiple of the tile's rows. */
  private static final int BLOCK = 6 * SaeTile.ROWS;

  private static final double CLIP_EPS = 1e-6; // PyTorch's clip_grad_norm_

  private final SaeWeights weights;
  private final SaeView view;
  private final SaeWorkers workers;
  private final SaeUpdate update;
  private final SaeConstraints constraints;
  private final boolean trainsBias;
  private final SaeCosines cosines; // or null
  private final float[][] scratch;
  private final float[][] folds;
  private final SaeDense denseX = new SaeDense();
  private final SaeDense denseGrad = new SaeDense();
  private final float[][] columns;
  private final int[] everyLatent;
  private final int[] everyLatentStart;
  private final float[] biasLanes;
  private final SaeSums sums;
  private final float[] biasGradOut;
  private final double[] squares;
  private float[] kept = new float[0];

  /** Number of Adam steps that each latent has taken, and as the last element that of b_dec. */
  final int[] taken;

  /** The norm of the last step's gradient, before it was clipped; NaN if gradients are not. */
  double gradientNorm = Double.NaN;

  /**
   * @param first Adam's first moments
   * @param second Adam's second moments
   * @param trainsBias whether b_enc is trained
   */
  SaeBackward(
      SaeWeights weights,
      SaeView view,
      SaeWeights first,
      SaeWeights second,
      SaeOptimizer optimizer,
      SaeConstraints constraints,
      boolean trainsBias,
      SaeWorkers workers) {
    this.weights = weights;
    this.view = view;
    this.workers = workers;
    this.constraints = constraints;
    this.trainsBias = trainsBias && !constraints.frozen().encoder();
    update = new SaeUpdate(weights, first, second, optimizer, constraints, this.trainsBias);
    cosines =
        constraints.orthogonality() > 0
            ? new SaeCosines(weights, constraints.orthogonality(), workers)
            : null;
    scratch = new float[workers.threads()][2 * BLOCK * weights.stride];
    columns = new float[workers.threads()][0];
    folds = new float[workers.threads()][Lanes.COUNT];
    everyLatent = byLane(weights.dSae);
    everyLatentStart = laneStarts(weights.dSae);
    biasLanes = new float[Lanes.COUNT * weights.stride];
    sums = new SaeSums(weights);
    biasGradOut = new float[weights.stride];
    squares = new double[blocks()];
    taken = update.taken;
  }

  private int blocks() {
    return (weights.dSae + BLOCK - 1) / BLOCK;
  }

  /** The loss of the cosines between decoder rows, with its coefficient; 0 if there is none. */
  double orthogonality() {
    return cosines == null ? 0 : cosines.loss();
  }

  /**
   * Takes one optimiser step.
   *
   * @param step number of the step, from 0
   * @param terms the terms of the gradients, first those of the architecture's latents
   * @param gated number of terms, from the first one, whose entries have gradients of thresholds
   * @param outGrad ∂loss/∂x̂ that b_dec has by way of the reconstruction, or null for none
   * @param unrolled the rounds' gradients if the encoder has several, else null
   */
  void run(
      int step, int rows, List<SaeTerm> terms, int gated, float[] outGrad, SaeUnrolled unrolled) {
    sums.run(terms, gated);
    update.begin(step);
    decoderBias(rows, outGrad, unrolled);
    if (cosines != null) {
      cosines.run();
    }
    SaeTerm main = terms.get(0);
    boolean many =
        main.level == null
            && unrolled == null
            && SaeDense.pays(main.lists.start[weights.dSae], weights.dSae, rows);
    if (many) {
      denseX.pack(main.input, rows, weights.stride, workers);
      denseGrad.pack(main.output[0], rows, weights.stride, workers);
    }
    boolean clips = constraints.clip() > 0;
    int size = 2 * BLOCK * weights.stride;
    if (clips && kept.length == 0) {
      kept = new float[Math.multiplyExact(blocks(), size)];
    }
    workers.run(
        blocks(),
        (worker, block) -> {
          int from = block * BLOCK;
          int to = Math.min(weights.dSae, from + BLOCK);
          float[] own = scratch[worker];
          if (many) {
            gatherMany(worker, main.lists, rows, from, to, own);
          } else {
            Arrays.fill(own, 0);
          }
          for (int t = many ? 1 : 0; t < terms.size(); t++) {
            gather(terms.get(t), from, to, own);
          }
          double square = 0;
          for (int f = from; f < to; f++) {
            gradients(f, f - from, own, folds[worker]);
            square += clips ? square(f, f - from, own, folds[worker]) : 0;
          }
          if (clips) {
            squares[block] = square;
            System.arraycopy(own, 0, kept, block * size, size);
          } else {
            for (int f = from; f < to; f++) {
              update(f, f - from, own, 0, folds[worker]);
            }
          }
        });
    if (clips) {
      clip(size);
    }
    update.decoderBias(biasGradOut);
  }

  /** Shortens all gradients if they are too long, and takes the steps. */
  private void clip(int size) {
    double square = SaeRows.dot(biasGradOut, 0, biasGradOut, 0, weights.stride, folds[0]);
    for (double s : squares) {
      square += s;
    }
    gradientNorm = Math.sqrt(square);
    float factor = (float) Math.min(1, constraints.clip() / (gradientNorm + CLIP_EPS));
    Elementwise.scale(biasGradOut, 0, weights.stride, factor);
    workers.run(
        blocks(),
        (worker, block) -> {
          Elementwise.scale(kept, block * size, size, factor);
          int end = Math.min(weights.dSae, (block + 1) * BLOCK);
          for (int f = block * BLOCK; f < end; f++) {
            sums.scale(f, factor);
            update(f, f - block * BLOCK, kept, block * size, folds[worker]);
          }
        });
  }

  /**
   * Computes ∂/∂b_dec = Σ_s ∂/∂x̂_s − Σ_s ∂/∂(x_s − b_dec), where the second is Σ_f
   * (∂/∂z)_f·W_enc[:, f] if the encoder has one round. The weights are those before the step.
   */
  private void decoderBias(int rows, float[] outGrad, SaeUnrolled unrolled) {
    // Sixteen partial sums: number l mod 16 adds the samples, then the latents of that rest.
    int stride = weights.stride;
    int chunk = SaeRows.chunk();
    Arrays.fill(biasLanes, 0);
    int[] samples = byLane(rows);
    int[] sampleStart = laneStarts(rows);
    float[] scale = new float[samples.length];
    int n = unrolled == null ? weights.dSae : rows;
    int[] latents = unrolled == null ? everyLatent : samples;
    int[] latentStart = unrolled == null ? everyLatentStart : sampleStart;
    float[] negative = new float[n];
    for (int j = 0; j < n; j++) {
      negative[j] = unrolled == null ? -sums.z[latents[j]] : -1;
    }
    Arrays.fill(scale, 1);
    workers.run(
        (stride + chunk - 1) / chunk,
        (worker, c) -> {
          int column = c * chunk;
          for (int l = 0; l < Lanes.COUNT; l++) {
            if (outGrad != null) {
              SaeRows.combine(
                  samples,
                  scale,
                  sampleStart[l],
                  sampleStart[l + 1],
                  outGrad,
                  stride,
                  column,
                  biasLanes,
                  l * stride);
            }
            SaeRows.combine(
                latents,
                negative,
                latentStart[l],
                latentStart[l + 1],
                unrolled == null ? view.encoder : unrolled.byInput,
                stride,
                column,
                biasLanes,
                l * stride);
          }
        });
    float[] lanes = new float[Lanes.COUNT];
    for (int i = 0; i < stride; i++) {
      for (int l = 0; l < lanes.length; l++) {
        lanes[l] = biasLanes[l * stride + i];
      }
      biasGradOut[i] = Lanes.fold(lanes, 0);
    }
  }

  /** The numbers below n by their rest modulo 16. */
  private static int[] byLane(int n) {
    int[] order = new int[n];
    int at = 0;
    for (int l = 0; l < Lanes.COUNT; l++) {
      for (int j = l; j < n; j += Lanes.COUNT) {
        order[at++] = j;
      }
    }
    return order;
  }

  /** Where each rest begins in {@link #byLane}. */
  private static int[] laneStarts(int n) {
    int[] starts = new int[Lanes.COUNT + 1];
    for (int l = 0; l < Lanes.COUNT; l++) {
      starts[l + 1] = starts[l] + Math.max(0, (n - l + Lanes.COUNT - 1) / Lanes.COUNT);
    }
    return starts;
  }

  /**
   * Adds the gradients of a block of latents to {@code own} [2·BLOCK, stride]: in the latent's row
   * Σ_s gradient·x_s, the gradient of its encoder row, and BLOCK rows later Σ_s activation·∂/∂x̂_s,
   * the gradient of its direction.
   */
  private void gather(SaeTerm term, int first, int end, float[] own) {
    int stride = weights.stride;
    SaeLatents from = term.lists;
    for (int c = 0; c < stride; c += SaeRows.chunk()) {
      for (int f = first; f < end; f++) {
        SaeRows.combine(
            from.sample,
            from.grad,
            from.start[f],
            from.start[f + 1],
            term.input,
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
            term.output(f),
            stride,
            c,
            own,
            (BLOCK + f - first) * stride);
      }
    }
  }

  /**
   * Computes the sums of {@link #gather} for the entries of a term by dense products and overwrites
   * {@code own} with them.
   */
  private void gatherMany(int worker, SaeLatents lists, int rows, int first, int end, float[] own) {
    if (columns[worker].length < BLOCK * rows) {
      columns[worker] = new float[BLOCK * rows];
    }
    int n = end - first;
    float[] dense = columns[worker];
    denseX.combine(lists.sample, lists.grad, lists.start, first, n, dense, own, 0);
    int below = BLOCK * weights.stride;
    denseGrad.combine(lists.sample, lists.act, lists.start, first, n, dense, own, below);
  }

  /**
   * Turns the gradients of a latent's encoder row and direction, as the view has them, into those
   * of the weights' rows, in place.
   */
  private void gradients(int f, int i, float[] own, float[] fold) {
    int stride = weights.stride;
    int row = f * stride;
    int gradEnc = i * stride;
    int gradDec = (BLOCK + i) * stride;
    if (cosines != null) {
      cosines.add(f, view.directions, own, gradDec);
    }
    if (view.norm != null) {
      // z = n·(x·W_enc + b_enc), direction = W_dec/n
      float n = view.norm[f];
      float byNorm =
          SaeRows.dot(own, gradEnc, weights.enc, row, stride, fold)
              + sums.bias[f] * weights.bEnc[f];
      float along = SaeRows.dot(own, gradDec, view.directions, row, stride, fold);
      Elementwise.scale(own, gradDec, stride, n > 0 ? 1 / n : 0);
      float radial = byNorm - (n > 0 ? along / n : 0);
      Elementwise.addScaled(own, gradDec, view.directions, row, stride, radial);
      Elementwise.scale(own, gradEnc, stride, n);
      sums.bias[f] *= n;
    }
    if (constraints.tied()) {
      Elementwise.addScaled(own, gradDec, own, gradEnc, stride, 1);
      Arrays.fill(own, gradEnc, gradEnc + stride, 0);
    }
    if (constraints.decoder() == Decoder.UNIT) {
      float parallel = SaeRows.dot(own, gradDec, weights.dec, row, stride, fold);
      Elementwise.addScaled(own, gradDec, weights.dec, row, stride, -parallel);
    }
  }

  /** The squares of a latent's gradients, of what is trained. */
  private double square(int f, int i, float[] own, float[] fold) {
    int stride = weights.stride;
    int enc = i * stride;
    int dec = (BLOCK + i) * stride;
    double square = 0;
    if (!constraints.frozen().decoder()) {
      square += SaeRows.dot(own, dec, own, dec, stride, fold);
    }
    if (!constraints.frozen().encoder()) {
      square += SaeRows.dot(own, enc, own, enc, stride, fold);
    }
    if (trainsBias) {
      square += (double) sums.bias[f] * sums.bias[f];
    }
    return square + sums.thetaSquare(f);
  }

  private void update(int f, int i, float[] own, int at, float[] fold) {
    int encoder = at + i * weights.stride;
    int decoder = at + (BLOCK + i) * weights.stride;
    update.latent(f, own, encoder, decoder, sums, fold);
  }
}

package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.ActiveLatents;
import dev.polysweep.engine.sae.SaeNesting;
import dev.polysweep.engine.simd.kernel.Elementwise;

/**
 * The reconstructions of nested dictionaries, their errors, and the gradients of activations. A
 * reconstruction is that of the level below plus the level's own latents, so all of them together
 * take about as many operations as that of the whole.
 */
final class SaeLevels {

  private static final SaeNesting ONE_LEVEL = new SaeNesting(null, new double[] {1}, false, false);

  private final SaeWeights weights;
  private final SaeView view;
  private final SaeWorkers workers;
  private SaeNesting nesting = ONE_LEVEL;

  /** The entries of each strip, ordered by level within a sample. */
  private ByLevel[] ordered = new ByLevel[0];

  /**
   * x̂_l − x of each level, {@code [levels][rows, stride]}; after {@link #gradients}, the loss's
   * gradients by the reconstruction, for each level's latents.
   */
  float[][] error = {};

  /** Squared error of each sample at each level, {@code [levels][rows]}. */
  float[][] squaredError = {};

  /** Weight of each sample at each level; the sum over samples is the level's weight. */
  private double[][] share = {};

  SaeLevels(SaeWeights weights, SaeView view, SaeWorkers workers) {
    this.weights = weights;
    this.view = view;
    this.workers = workers;
  }

  /** The entries of a strip by level: the place of each among the strip's entries. */
  private static final class ByLevel {
    int[] start = new int[0];
    int[] entry = new int[0];
    int[] latent = new int[0];
    float[] act = new float[0];
    float[] grad = new float[0];

    void order(ActiveLatents from, int here, int[] level, int levels) {
      int end = from.start[here];
      if (entry.length < end) {
        entry = new int[2 * end];
        latent = new int[2 * end];
        act = new float[2 * end];
        grad = new float[2 * end];
      }
      start = new int[here * levels + 1];
      int n = 0;
      for (int r = 0; r < here; r++) {
        for (int l = 0; l < levels; l++) {
          for (int j = from.start[r]; j < from.start[r + 1]; j++) {
            int f = from.latent[j];
            if (level == null || level[f] == l) {
              entry[n] = j;
              latent[n] = f;
              act[n++] = from.act[j];
            }
          }
          start[r * levels + l + 1] = n;
        }
      }
    }
  }

  /** The number of levels of the last {@link #decode}. */
  int count() {
    return nesting.levels();
  }

  /**
   * Computes the errors of all levels.
   *
   * @param x inputs as the encoder sees them, {@code [rows, stride]}
   * @param how the levels, or null for one
   */
  void decode(ActiveLatents[] strips, float[] x, int rows, SaeNesting how) {
    nesting = how == null ? ONE_LEVEL : how;
    int levels = nesting.levels();
    reserve(rows, levels);
    int stride = weights.stride;
    workers.run(
        SaeEncoder.count(rows),
        (worker, s) -> {
          int here = Math.min(SaeEncoder.STRIP, rows - s * SaeEncoder.STRIP);
          int first = s * SaeEncoder.STRIP * stride;
          ByLevel own = ordered[s];
          own.order(strips[s], here, nesting.level(), levels);
          float[] lanes = new float[dev.polysweep.engine.simd.kernel.Lanes.COUNT];
          for (int l = 0; l < levels; l++) {
            float[] out = error[l];
            if (l == 0) {
              for (int i = first; i < first + here * stride; i++) {
                out[i] = -x[i];
              }
            } else {
              System.arraycopy(error[l - 1], first, out, first, here * stride);
            }
            for (int c = 0; c < stride; c += SaeRows.chunk()) {
              for (int r = 0; r < here; r++) {
                SaeRows.combine(
                    own.latent,
                    own.act,
                    own.start[r * levels + l],
                    own.start[r * levels + l + 1],
                    view.directions,
                    stride,
                    c,
                    out,
                    first + r * stride);
              }
            }
            for (int r = 0; r < here; r++) {
              int row = first + r * stride;
              squaredError[l][s * SaeEncoder.STRIP + r] =
                  SaeRows.dot(out, row, out, row, stride, lanes);
            }
          }
        });
  }

  /** Weighs the samples, those with a great error more if the tilt is above 0. */
  void weigh(int rows, double tilt) {
    for (int l = 0; l < nesting.levels(); l++) {
      double mean = 0;
      for (int s = 0; s < rows; s++) {
        mean += squaredError[l][s] / rows;
      }
      double total = 0;
      for (int s = 0; s < rows; s++) {
        double exponent = tilt > 0 && mean > 0 ? tilt * (squaredError[l][s] / mean - 1) : 0;
        share[l][s] = exponent == 0 ? 1 : StrictMath.exp(exponent);
        total += share[l][s];
      }
      for (int s = 0; s < rows; s++) {
        share[l][s] *= nesting.weight()[l] / total;
      }
    }
  }

  /** A level's weighted squared error. */
  double loss(int level, int rows) {
    double sum = 0;
    for (int s = 0; s < rows; s++) {
      sum += share[level][s] * squaredError[level][s];
    }
    return sum;
  }

  /**
   * Turns a strip's errors into the gradients of the loss by what a level's latents reconstruct,
   * and computes the gradients of activations. A latent takes part in its own level and in all
   * above it, or, where levels are detached, in its own and in the whole.
   */
  void gradients(ActiveLatents entries, int s, int here, float[] lanes) {
    int levels = nesting.levels();
    int stride = weights.stride;
    ByLevel own = ordered[s];
    for (int r = 0; r < here; r++) {
      int sample = s * SaeEncoder.STRIP + r;
      int row = sample * stride;
      for (int l = levels - 1; l >= 0; l--) {
        Elementwise.scale(error[l], row, stride, (float) (2 * share[l][sample]));
        if (l < levels - 1) {
          int above = nesting.detached() ? levels - 1 : l + 1;
          Elementwise.addScaled(error[l], row, error[above], row, stride, 1);
        }
        SaeRows.dots(
            error[l],
            row,
            own.latent,
            own.start[r * levels + l],
            own.start[r * levels + l + 1],
            view.directions,
            stride,
            own.grad,
            lanes);
      }
    }
    for (int n = 0; n < own.start[here * levels]; n++) {
      entries.grad[own.entry[n]] = own.grad[n];
    }
  }

  private void reserve(int rows, int levels) {
    int padded = SaeEncoder.count(rows) * SaeEncoder.STRIP;
    if (error.length < levels || error[0].length < padded * weights.stride) {
      error = new float[levels][Math.multiplyExact(padded, weights.stride)];
      squaredError = new float[levels][padded];
      share = new double[levels][padded];
    }
    if (ordered.length < SaeEncoder.count(rows)) {
      ordered = new ByLevel[SaeEncoder.count(rows)];
      for (int s = 0; s < ordered.length; s++) {
        ordered[s] = new ByLevel();
      }
    }
  }
}

package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.ActiveLatents;
import dev.polysweep.engine.sae.AuxK;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeSelection;
import dev.polysweep.math.Matrix;
import java.util.Arrays;

/**
 * The encoder. It processes a batch in strips of samples: one thread computes all pre-activations
 * of a strip in its scratch memory, and only the selected entries are kept.
 */
final class SaeEncoder {

  /** Number of samples in a strip, a multiple of the tile's rows. */
  static final int STRIP = 8 * SaeTile.ROWS;

  private final SaeWeights weights;
  private final SaeView view;
  private final SaeWorkers workers;
  private final float[] panels;
  private final float[][] z;
  private final SelectionKernels[] selections;
  private final float[] theta;
  private boolean packed;

  /** The inputs as the encoder sees them, factor·x − b_dec: {@code [strips * STRIP, stride]}. */
  float[] centered = new float[0];

  /**
   * The largest pre-activations of dead latents, for each group of them and each strip; used by
   * AuxK.
   */
  ActiveLatents[][] deadStrips = new ActiveLatents[0][];

  /** Makes the encoder of a training session, whose thresholds follow the weights. */
  SaeEncoder(SaeWeights weights, SaeView view, SaeWorkers workers) {
    this(weights, view, weights.theta == null ? null : new float[weights.theta.length], workers);
  }

  /**
   * Makes an encoder.
   *
   * @param theta what a rule is given of the latents, or null; if the weights hold thresholds, the
   *     array is overwritten with them
   */
  SaeEncoder(SaeWeights weights, SaeView view, float[] theta, SaeWorkers workers) {
    this.weights = weights;
    this.view = view;
    this.theta = theta;
    this.workers = workers;
    int width = SaeTile.padded(weights.dSae);
    panels = new float[Math.multiplyExact(width, weights.dIn)];
    z = new float[workers.threads()][];
    selections = new SelectionKernels[workers.threads()];
    for (int w = 0; w < z.length; w++) {
      z[w] = new float[STRIP * width];
      selections[w] = new SelectionKernels();
    }
  }

  /** Tells the encoder that the weights have changed, so that it packs them again. */
  void invalidate() {
    packed = false;
  }

  /** The number of strips for a number of samples. */
  static int count(int rows) {
    return (rows + STRIP - 1) / STRIP;
  }

  /** The number of samples in each strip. */
  static int[] sizes(int rows) {
    int[] sizes = new int[count(rows)];
    Arrays.setAll(sizes, s -> Math.min(STRIP, rows - s * STRIP));
    return sizes;
  }

  float[] theta() {
    return theta;
  }

  /** Makes the weights ready for {@link #encode}. */
  void pack() {
    if (packed) {
      return;
    }
    view.refresh();
    workers.run(
        SaeTile.padded(weights.dSae) / SaeTile.PANEL,
        (worker, p) ->
            SaeTile.pack(view.encoder, weights.stride, weights.dIn, weights.dSae, p, panels));
    if (weights.theta != null) {
      weights.thresholds(view.bias, theta);
    }
    packed = true;
  }

  /** Sets {@link #centered} to the inputs of a batch, and makes room for it. */
  void center(Matrix x, float factor) {
    int rows = x.rows();
    int needed = Math.multiplyExact(count(rows) * STRIP, weights.stride);
    if (centered.length < needed) {
      centered = new float[needed];
    }
    workers.run(
        count(rows),
        (worker, s) -> {
          int end = Math.min(rows, (s + 1) * STRIP);
          for (int r = s * STRIP; r < end; r++) {
            int to = r * weights.stride;
            int from = r * weights.dIn;
            for (int i = 0; i < weights.dIn; i++) {
              centered[to + i] = x.data()[from + i] * factor - weights.bDec[i];
            }
          }
        });
  }

  /**
   * Encodes inputs.
   *
   * @param input inputs as the encoder sees them, {@code [strips * STRIP, stride]}
   * @param strips receives the entries, and grows
   * @param selection the rule that selects the entries of a sample
   * @param dead groups of dead latents, which AuxK uses, each ascending
   * @return {@code strips}, or a longer array with its elements
   */
  ActiveLatents[] encode(
      float[] input,
      int rows,
      ActiveLatents[] strips,
      SaeSelection selection,
      float[] thresholds,
      int[][] dead,
      AuxK aux) {
    int n = count(rows);
    ActiveLatents[] out = grown(strips, n);
    if (deadStrips.length < dead.length) {
      int before = deadStrips.length;
      deadStrips = Arrays.copyOf(deadStrips, dead.length);
      Arrays.fill(deadStrips, before, dead.length, new ActiveLatents[0]);
    }
    for (int group = 0; group < dead.length; group++) {
      deadStrips[group] = grown(deadStrips[group], n);
    }
    pack();
    int width = SaeTile.padded(weights.dSae);
    workers.run(
        n,
        (worker, s) -> {
          int here = Math.min(STRIP, rows - s * STRIP);
          int tiles = (here + SaeTile.ROWS - 1) / SaeTile.ROWS * SaeTile.ROWS;
          int from = s * STRIP * weights.stride;
          for (int p = 0; p < width / SaeTile.PANEL; p++) {
            SaeTile.multiply(
                input,
                from,
                weights.stride,
                weights.dIn,
                tiles,
                panels,
                p,
                view.bias,
                z[worker],
                0,
                width);
          }
          select(worker, out[s], here, width, selection, thresholds);
          for (int group = 0; group < dead.length; group++) {
            selectDead(worker, deadStrips[group][s], here, width, dead[group], aux);
          }
        });
    return out;
  }

  /** Joins the entries of strips. */
  SaeCodes codes(ActiveLatents[] strips, int rows) {
    int[] sizes = sizes(rows);
    int total = 0;
    for (int s = 0; s < sizes.length; s++) {
      total = Math.addExact(total, strips[s].start[sizes[s]]);
    }
    int[] start = new int[rows + 1];
    int[] latent = new int[total];
    float[] value = new float[total];
    int at = 0;
    for (int s = 0; s < sizes.length; s++) {
      ActiveLatents entries = strips[s];
      int size = entries.start[sizes[s]];
      System.arraycopy(entries.latent, 0, latent, at, size);
      System.arraycopy(entries.act, 0, value, at, size);
      for (int r = 0; r < sizes[s]; r++) {
        start[s * STRIP + r + 1] = at + entries.start[r + 1];
      }
      at += size;
    }
    return new SaeCodes(rows, weights.dSae, start, latent, value);
  }

  /** Refuses inputs whose width is not d_in, and an empty matrix. */
  void check(Matrix x) {
    if (x.cols() != weights.dIn || x.rows() < 1) {
      throw new IllegalArgumentException(
          "the autoencoder takes rows of " + weights.dIn + " values, not a " + x);
    }
  }

  private void select(
      int worker,
      ActiveLatents entries,
      int here,
      int width,
      SaeSelection selection,
      float[] thresholds) {
    int size = 0;
    for (int r = 0; r < here; r++) {
      size =
          selections[worker].select(
              selection, z[worker], r * width, weights.dSae, thresholds, entries, size);
      entries.start[r + 1] = size;
    }
  }

  private void selectDead(
      int worker, ActiveLatents entries, int here, int width, int[] dead, AuxK aux) {
    int size = 0;
    for (int r = 0; r < here; r++) {
      entries.reserve(size + dead.length);
      int from = size;
      for (int f : dead) {
        float value = z[worker][r * width + f];
        if (aux.signed() || value > 0) {
          entries.latent[size] = f;
          entries.act[size++] = value;
        }
      }
      size = selections[worker].keepLargest(entries, from, size, aux.k());
      entries.start[r + 1] = size;
    }
  }

  static ActiveLatents[] grown(ActiveLatents[] strips, int n) {
    if (strips.length >= n) {
      return strips;
    }
    ActiveLatents[] more = Arrays.copyOf(strips, n);
    for (int s = strips.length; s < n; s++) {
      more[s] = new ActiveLatents(STRIP);
    }
    return more;
  }
}

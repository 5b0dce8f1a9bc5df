package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.ActiveLatents;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeSelection;
import dev.polysweep.math.KernelMath;
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
  private final SaeWorkers workers;
  private final float[] panels;
  private final float[][] z;
  private final SelectionKernels[] selections;
  private final float[] theta;
  private boolean packed;

  /** The inputs as the encoder sees them, factor·x − b_dec: {@code [strips * STRIP, stride]}. */
  float[] centered = new float[0];

  /** The active entries of each strip. */
  ActiveLatents[] strips = new ActiveLatents[0];

  /** The largest positive pre-activations of dead latents, for each strip; used by AuxK. */
  ActiveLatents[] deadStrips = new ActiveLatents[0];

  /** Makes the encoder of a training session, whose thresholds follow the weights. */
  SaeEncoder(SaeWeights weights, SaeWorkers workers) {
    this(weights, weights.logTheta == null ? null : new float[weights.dSae], workers);
  }

  /**
   * Makes an encoder.
   *
   * @param theta thresholds {@code [d_sae]}, or null if there are none; if the weights hold
   *     logarithms of thresholds, the array is overwritten with their exponentials
   */
  SaeEncoder(SaeWeights weights, float[] theta, SaeWorkers workers) {
    this.weights = weights;
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

  /**
   * Encodes a batch into {@link #strips}.
   *
   * @param selection the rule that selects the entries of a sample
   * @param dead the dead latents, which AuxK uses, ascending, or null
   * @param auxK number of the largest pre-activations of dead latents that are kept per sample
   */
  void encode(Matrix x, float factor, SaeSelection selection, int[] dead, int auxK) {
    int rows = x.rows();
    int n = count(rows);
    reserve(n, dead != null);
    pack();
    int width = SaeTile.padded(weights.dSae);
    workers.run(
        n,
        (worker, s) -> {
          int here = Math.min(STRIP, rows - s * STRIP);
          center(x, s * STRIP, here, factor);
          int tiles = (here + SaeTile.ROWS - 1) / SaeTile.ROWS * SaeTile.ROWS;
          int from = s * STRIP * weights.stride;
          for (int p = 0; p < width / SaeTile.PANEL; p++) {
            SaeTile.multiply(
                centered,
                from,
                weights.stride,
                weights.dIn,
                tiles,
                panels,
                p,
                weights.bEnc,
                z[worker],
                0,
                width);
          }
          select(worker, s, here, width, selection);
          if (dead != null) {
            selectDead(worker, s, here, width, dead, auxK);
          }
        });
  }

  /**
   * Computes the activations of inputs.
   *
   * @param x {@code [n, d_in]}, n at least 1
   */
  SaeCodes codes(Matrix x, float factor, SaeSelection selection) {
    check(x);
    encode(x, factor, selection, null, 0);
    int[] sizes = sizes(x.rows());
    int total = 0;
    for (int s = 0; s < sizes.length; s++) {
      total = Math.addExact(total, strips[s].start[sizes[s]]);
    }
    int[] start = new int[x.rows() + 1];
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
    return new SaeCodes(x.rows(), weights.dSae, start, latent, value);
  }

  /** Refuses inputs whose width is not d_in, and an empty matrix. */
  void check(Matrix x) {
    if (x.cols() != weights.dIn || x.rows() < 1) {
      throw new IllegalArgumentException(
          "the autoencoder takes rows of " + weights.dIn + " values, not a " + x);
    }
  }

  private void select(int worker, int s, int here, int width, SaeSelection selection) {
    ActiveLatents entries = strips[s];
    int size = 0;
    for (int r = 0; r < here; r++) {
      size =
          selections[worker].select(
              selection, z[worker], r * width, weights.dSae, theta, entries, size);
      entries.start[r + 1] = size;
    }
  }

  private void selectDead(int worker, int s, int here, int width, int[] dead, int auxK) {
    ActiveLatents entries = deadStrips[s];
    int size = 0;
    for (int r = 0; r < here; r++) {
      entries.reserve(size + dead.length);
      int from = size;
      for (int f : dead) {
        float value = z[worker][r * width + f];
        if (value > 0) {
          entries.latent[size] = f;
          entries.act[size++] = value;
        }
      }
      size = selections[worker].keepLargest(entries, from, size, auxK);
      entries.start[r + 1] = size;
    }
  }

  private void center(Matrix x, int first, int rows, float factor) {
    for (int r = 0; r < rows; r++) {
      int to = (first + r) * weights.stride;
      int from = (first + r) * weights.dIn;
      for (int i = 0; i < weights.dIn; i++) {
        centered[to + i] = x.data()[from + i] * factor - weights.bDec[i];
      }
    }
  }

  private void pack() {
    if (packed) {
      return;
    }
    workers.run(
        SaeTile.padded(weights.dSae) / SaeTile.PANEL,
        (worker, p) ->
            SaeTile.pack(weights.enc, weights.stride, weights.dIn, weights.dSae, p, panels));
    for (int f = 0; weights.logTheta != null && f < weights.dSae; f++) {
      theta[f] = KernelMath.exp(weights.logTheta[f]);
    }
    packed = true;
  }

  private void reserve(int n, boolean dead) {
    int needed = Math.multiplyExact(n * STRIP, weights.stride);
    if (centered.length < needed) {
      centered = new float[needed];
    }
    strips = grown(strips, n);
    if (dead) {
      deadStrips = grown(deadStrips, n);
    }
  }

  private static ActiveLatents[] grown(ActiveLatents[] strips, int n) {
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

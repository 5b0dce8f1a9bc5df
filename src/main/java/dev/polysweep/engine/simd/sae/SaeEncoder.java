package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.math.KernelMath;
import dev.polysweep.math.Matrix;
import java.util.Arrays;

/**
 * The encoder: a batch in strips of samples, each strip's pre-activations in one thread's scratch,
 * of which only the chosen entries are kept.
 */
final class SaeEncoder {

  /** Samples of a strip: whole tiles. */
  static final int STRIP = 8 * SaeTile.ROWS;

  private final SaeArchitecture architecture;
  private final SaeWeights weights;
  private final SaeWorkers workers;
  private final float[] panels;
  private final float[][] z;
  private final SaeSelection[] selections;
  private final float[] theta;
  private boolean packed;

  /** Inputs as the encoder sees them, factor·x − b_dec, {@code [strips * STRIP, stride]}. */
  float[] centered = new float[0];

  /** Entries by strip. */
  SaeEntries[] strips = new SaeEntries[0];

  /** Positive entries of dead latents, by strip. */
  SaeEntries[] deadStrips = new SaeEntries[0];

  SaeEncoder(SaeArchitecture architecture, SaeWeights weights, SaeWorkers workers) {
    this.architecture = architecture;
    this.weights = weights;
    this.workers = workers;
    int width = SaeTile.padded(weights.dSae);
    panels = new float[Math.multiplyExact(width, weights.dIn)];
    z = new float[workers.threads()][];
    selections = new SaeSelection[workers.threads()];
    for (int w = 0; w < z.length; w++) {
      z[w] = new float[STRIP * width];
      selections[w] = new SaeSelection();
    }
    theta = weights.logTheta == null ? null : new float[weights.dSae];
  }

  /** The weights have changed. */
  void invalidate() {
    packed = false;
  }

  /** Strips of so many samples. */
  static int count(int rows) {
    return (rows + STRIP - 1) / STRIP;
  }

  /** Samples of each strip. */
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
   * @param bound what a pre-activation must exceed; for a JumpReLU, how far below θ it may lie
   * @param k largest ones of a sample that are kept; all if 0
   * @param dead latents for AuxK, ascending, or null
   * @param auxK largest ones of these that are kept
   */
  void encode(Matrix x, float factor, float bound, int k, int[] dead, int auxK) {
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
          select(worker, s, here, width, bound, k);
          if (dead != null) {
            selectDead(worker, s, here, width, dead, auxK);
          }
        });
  }

  private void select(int worker, int s, int here, int width, float bound, int k) {
    SaeEntries entries = strips[s];
    SaeSelection selection = selections[worker];
    int size = 0;
    for (int r = 0; r < here; r++) {
      if (architecture instanceof SaeArchitecture.JumpRelu) {
        size = jump(z[worker], r * width, bound, entries, size);
      } else if (k > 0) {
        size = selection.largest(z[worker], r * width, weights.dSae, k, entries, size);
      } else {
        size = selection.above(z[worker], r * width, weights.dSae, bound, entries, size);
      }
      entries.start[r + 1] = size;
    }
  }

  private int jump(float[] row, int row0, float below, SaeEntries out, int size) {
    out.reserve(size + weights.dSae + 1);
    int n = size;
    for (int f = 0; f < weights.dSae; f++) {
      float value = row[row0 + f];
      out.latent[n] = f;
      out.act[n] = value > theta[f] ? value : 0;
      out.gate[n] = value;
      n += value > theta[f] - below ? 1 : 0;
    }
    return n;
  }

  private void selectDead(int worker, int s, int here, int width, int[] dead, int auxK) {
    SaeEntries entries = deadStrips[s];
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
    for (int f = 0; theta != null && f < weights.dSae; f++) {
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

  private static SaeEntries[] grown(SaeEntries[] strips, int n) {
    if (strips.length >= n) {
      return strips;
    }
    SaeEntries[] more = Arrays.copyOf(strips, n);
    for (int s = strips.length; s < n; s++) {
      more[s] = new SaeEntries(STRIP);
    }
    return more;
  }
}

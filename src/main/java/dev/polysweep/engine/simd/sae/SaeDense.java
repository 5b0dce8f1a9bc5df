package dev.polysweep.engine.simd.sae;

import java.util.Arrays;

/**
 * What {@link SaeRows#combine} does for many lists over one matrix, as a dense product: faster
 * where lists name a good part of the rows, as they do early in a run. The missing entries are
 * zeros, which leave a chain of fused multiply-adds as it is.
 */
final class SaeDense {

  /** Share of the entries that must be there. */
  private static final double SHARE = 0.4;

  private float[] panels = new float[0];
  private float[] zeros = new float[0];
  private int rows;
  private int stride;

  /** Whether it pays. */
  static boolean pays(long entries, int lists, int rows) {
    return entries >= SHARE * lists * rows;
  }

  /** Lists rounded up to whole tiles. */
  static int padded(int lists) {
    return (lists + SaeTile.ROWS - 1) / SaeTile.ROWS * SaeTile.ROWS;
  }

  /**
   * Takes the matrix.
   *
   * @param m {@code [rows, stride]}, copied
   */
  void pack(float[] m, int rows, int stride, SaeWorkers workers) {
    this.rows = rows;
    this.stride = stride;
    if (panels.length < rows * stride) {
      panels = new float[rows * stride];
    }
    if (zeros.length < stride) {
      zeros = new float[stride];
    }
    workers.run(
        stride / SaeTile.PANEL,
        (worker, p) -> {
          for (int r = 0; r < rows; r++) {
            int to = (p * rows + r) * SaeTile.PANEL;
            System.arraycopy(m, r * stride + p * SaeTile.PANEL, panels, to, SaeTile.PANEL);
          }
        });
  }

  /**
   * Row l of out becomes Σ_j weight[j]·m[index[j]], j over list l.
   *
   * @param start list l is from {@code start[first + l]} to {@code start[first + l + 1]}
   * @param scratch {@code [padded(lists), rows]}, overwritten
   * @param out {@code [padded(lists), stride]} from out0 on
   */
  void combine(
      int[] index,
      float[] weight,
      int[] start,
      int first,
      int lists,
      float[] scratch,
      float[] out,
      int out0) {
    int tiles = padded(lists);
    Arrays.fill(scratch, 0, tiles * rows, 0);
    for (int l = 0; l < lists; l++) {
      for (int j = start[first + l]; j < start[first + l + 1]; j++) {
        scratch[l * rows + index[j]] = weight[j];
      }
    }
    for (int p = 0; p < stride / SaeTile.PANEL; p++) {
      SaeTile.multiply(scratch, 0, rows, rows, tiles, panels, p, zeros, out, out0, stride);
    }
  }
}

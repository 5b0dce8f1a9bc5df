package dev.polysweep.engine.simd.sae;

import java.util.Arrays;

/**
 * Computes the weighted sums of {@link SaeRows#combine} for many lists over one matrix as a dense
 * product. This is faster if the lists name a large share of the rows, as they do early in
 * training. Missing entries become zeros, which do not change the result of a chain of fused
 * multiply-adds.
 */
final class SaeDense {

  /** Share of a list's possible entries from which on the dense product is used. */
  private static final double SHARE = 0.4;

  private float[] panels = new float[0];
  private float[] zeros = new float[0];
  private int rows;
  private int stride;

  /** Whether the dense product is faster than separate sums. */
  static boolean pays(long entries, int lists, int rows) {
    return entries >= SHARE * lists * rows;
  }

  /** The number of lists, rounded up to whole tiles. */
  static int padded(int lists) {
    return (lists + SaeTile.ROWS - 1) / SaeTile.ROWS * SaeTile.ROWS;
  }

  /**
   * Copies the matrix whose rows are to be combined into panels.
   *
   * @param m the matrix {@code [rows, stride]}
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
   * Sets row l of {@code out} to Σ_j weight[j]·m[index[j]], where j runs over the entries of list
   * l.
   *
   * @param start the entries of list l are those from {@code start[first + l]} to {@code
   *     start[first + l + 1]}
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

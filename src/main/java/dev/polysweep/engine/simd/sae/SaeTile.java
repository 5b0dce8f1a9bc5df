package dev.polysweep.engine.simd.sae;

import static dev.polysweep.engine.simd.kernel.Lanes.SPECIES;
import static dev.polysweep.engine.simd.kernel.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;

/**
 * Multiplies a batch with a wide matrix: out[s][f] = b[f] + Σ_i x[s][i]·w[i][f], with latents f in
 * the lanes of vectors. Each element of the result is a chain of fused multiply-adds in the order
 * of i, whatever the blocking.
 *
 * <p>The matrix is stored in panels of 64 columns, {@code [panels, inputs, 64]}, so that a tile
 * reads contiguous memory. Six samples times four vectors (two on machines with few registers) stay
 * in registers while i runs: 24 multiply-adds for ten loads.
 */
final class SaeTile {

  /** Number of columns in a panel. */
  static final int PANEL = 64;

  /** Number of rows in a tile. The buffers of x and out must have room for a multiple of it. */
  static final int ROWS = 6;

  private SaeTile() {}

  /** The number of columns, rounded up to whole panels. */
  static int padded(int columns) {
    return (columns + PANEL - 1) / PANEL * PANEL;
  }

  /**
   * Transposes rows {@code [columns, stride]} of a matrix into one panel; columns beyond the
   * matrix's become 0.
   *
   * @param w row c is column c of the product's matrix
   * @param panel number of the panel
   * @param out {@code [panels, inputs, 64]}, of which this panel is overwritten
   */
  static void pack(float[] w, int stride, int inputs, int columns, int panel, float[] out) {
    int base = panel * inputs * PANEL;
    for (int l = 0; l < PANEL; l++) {
      int c = panel * PANEL + l;
      int at = base + l;
      if (c < columns) {
        int from = c * stride;
        for (int i = 0; i < inputs; i++) {
          out[at] = w[from + i];
          at += PANEL;
        }
      } else {
        for (int i = 0; i < inputs; i++) {
          out[at] = 0;
          at += PANEL;
        }
      }
    }
  }

  /**
   * Computes the columns of one panel of the product for some rows.
   *
   * @param x the rows, from x0 on and {@code stride} floats apart
   * @param rows number of rows, rounded up to whole tiles
   * @param panels {@code [panels, inputs, 64]}
   * @param b {@code [panels * 64]}
   * @param out {@code [rows, outStride]} from out0 on, of which the panel's columns are overwritten
   */
  static void multiply(
      float[] x,
      int x0,
      int stride,
      int inputs,
      int rows,
      float[] panels,
      int panel,
      float[] b,
      float[] out,
      int out0,
      int outStride) {
    int p = panel * inputs * PANEL;
    int column = panel * PANEL;
    for (int r = 0; r < rows; r += ROWS) {
      int from = x0 + r * stride;
      int to = out0 + r * outStride + column;
      if (WIDTH == 16) {
        tile6x4(x, from, stride, inputs, panels, p, b, column, out, to, outStride);
      } else {
        for (int c = 0; c < PANEL; c += 2 * WIDTH) {
          tile6x2(x, from, stride, inputs, panels, p + c, b, column + c, out, to + c, outStride);
        }
      }
    }
  }

  private static void tile6x4(
      float[] x,
      int x0,
      int stride,
      int inputs,
      float[] panel,
      int p,
      float[] b,
      int b0,
      float[] out,
      int to,
      int outStride) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, b, b0);
    FloatVector s01 = FloatVector.fromArray(SPECIES, b, b0 + WIDTH);
    FloatVector s02 = FloatVector.fromArray(SPECIES, b, b0 + 2 * WIDTH);
    FloatVector s03 = FloatVector.fromArray(SPECIES, b, b0 + 3 * WIDTH);
    FloatVector s10 = s00;
    FloatVector s11 = s01;
    FloatVector s12 = s02;
    FloatVector s13 = s03;
    FloatVector s20 = s00;
    FloatVector s21 = s01;
    FloatVector s22 = s02;
    FloatVector s23 = s03;
    FloatVector s30 = s00;
    FloatVector s31 = s01;
    FloatVector s32 = s02;
    FloatVector s33 = s03;
    FloatVector s40 = s00;
    FloatVector s41 = s01;
    FloatVector s42 = s02;
    FloatVector s43 = s03;
    FloatVector s50 = s00;
    FloatVector s51 = s01;
    FloatVector s52 = s02;
    FloatVector s53 = s03;
    for (int i = 0; i < inputs; i++) {
      int k = p + i * PANEL;
      int at = x0 + i;
      FloatVector w0 = FloatVector.fromArray(SPECIES, panel, k);
      FloatVector w1 = FloatVector.fromArray(SPECIES, panel, k + WIDTH);
      FloatVector w2 = FloatVector.fromArray(SPECIES, panel, k + 2 * WIDTH);
      FloatVector w3 = FloatVector.fromArray(SPECIES, panel, k + 3 * WIDTH);
      FloatVector u = FloatVector.broadcast(SPECIES, x[at]);
      s00 = u.fma(w0, s00);
      s01 = u.fma(w1, s01);
      s02 = u.fma(w2, s02);
      s03 = u.fma(w3, s03);
      u = FloatVector.broadcast(SPECIES, x[at + stride]);
      s10 = u.fma(w0, s10);
      s11 = u.fma(w1, s11);
      s12 = u.fma(w2, s12);
      s13 = u.fma(w3, s13);
      u = FloatVector.broadcast(SPECIES, x[at + 2 * stride]);
      s20 = u.fma(w0, s20);
      s21 = u.fma(w1, s21);
      s22 = u.fma(w2, s22);
      s23 = u.fma(w3, s23);
      u = FloatVector.broadcast(SPECIES, x[at + 3 * stride]);
      s30 = u.fma(w0, s30);
      s31 = u.fma(w1, s31);
      s32 = u.fma(w2, s32);
      s33 = u.fma(w3, s33);
      u = FloatVector.broadcast(SPECIES, x[at + 4 * stride]);
      s40 = u.fma(w0, s40);
      s41 = u.fma(w1, s41);
      s42 = u.fma(w2, s42);
      s43 = u.fma(w3, s43);
      u = FloatVector.broadcast(SPECIES, x[at + 5 * stride]);
      s50 = u.fma(w0, s50);
      s51 = u.fma(w1, s51);
      s52 = u.fma(w2, s52);
      s53 = u.fma(w3, s53);
    }
    s00.intoArray(out, to);
    s01.intoArray(out, to + WIDTH);
    s02.intoArray(out, to + 2 * WIDTH);
    s03.intoArray(out, to + 3 * WIDTH);
    s10.intoArray(out, to + outStride);
    s11.intoArray(out, to + outStride + WIDTH);
    s12.intoArray(out, to + outStride + 2 * WIDTH);
    s13.intoArray(out, to + outStride + 3 * WIDTH);
    s20.intoArray(out, to + 2 * outStride);
    s21.intoArray(out, to + 2 * outStride + WIDTH);
    s22.intoArray(out, to + 2 * outStride + 2 * WIDTH);
    s23.intoArray(out, to + 2 * outStride + 3 * WIDTH);
    s30.intoArray(out, to + 3 * outStride);
    s31.intoArray(out, to + 3 * outStride + WIDTH);
    s32.intoArray(out, to + 3 * outStride + 2 * WIDTH);
    s33.intoArray(out, to + 3 * outStride + 3 * WIDTH);
    s40.intoArray(out, to + 4 * outStride);
    s41.intoArray(out, to + 4 * outStride + WIDTH);
    s42.intoArray(out, to + 4 * outStride + 2 * WIDTH);
    s43.intoArray(out, to + 4 * outStride + 3 * WIDTH);
    s50.intoArray(out, to + 5 * outStride);
    s51.intoArray(out, to + 5 * outStride + WIDTH);
    s52.intoArray(out, to + 5 * outStride + 2 * WIDTH);
    s53.intoArray(out, to + 5 * outStride + 3 * WIDTH);
  }

  private static void tile6x2(
      float[] x,
      int x0,
      int stride,
      int inputs,
      float[] panel,
      int p,
      float[] b,
      int b0,
      float[] out,
      int to,
      int outStride) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, b, b0);
    FloatVector s01 = FloatVector.fromArray(SPECIES, b, b0 + WIDTH);
    FloatVector s10 = s00;
    FloatVector s11 = s01;
    FloatVector s20 = s00;
    FloatVector s21 = s01;
    FloatVector s30 = s00;
    FloatVector s31 = s01;
    FloatVector s40 = s00;
    FloatVector s41 = s01;
    FloatVector s50 = s00;
    FloatVector s51 = s01;
    for (int i = 0; i < inputs; i++) {
      int k = p + i * PANEL;
      int at = x0 + i;
      FloatVector w0 = FloatVector.fromArray(SPECIES, panel, k);
      FloatVector w1 = FloatVector.fromArray(SPECIES, panel, k + WIDTH);
      FloatVector u = FloatVector.broadcast(SPECIES, x[at]);
      s00 = u.fma(w0, s00);
      s01 = u.fma(w1, s01);
      u = FloatVector.broadcast(SPECIES, x[at + stride]);
      s10 = u.fma(w0, s10);
      s11 = u.fma(w1, s11);
      u = FloatVector.broadcast(SPECIES, x[at + 2 * stride]);
      s20 = u.fma(w0, s20);
      s21 = u.fma(w1, s21);
      u = FloatVector.broadcast(SPECIES, x[at + 3 * stride]);
      s30 = u.fma(w0, s30);
      s31 = u.fma(w1, s31);
      u = FloatVector.broadcast(SPECIES, x[at + 4 * stride]);
      s40 = u.fma(w0, s40);
      s41 = u.fma(w1, s41);
      u = FloatVector.broadcast(SPECIES, x[at + 5 * stride]);
      s50 = u.fma(w0, s50);
      s51 = u.fma(w1, s51);
    }
    s00.intoArray(out, to);
    s01.intoArray(out, to + WIDTH);
    s10.intoArray(out, to + outStride);
    s11.intoArray(out, to + outStride + WIDTH);
    s20.intoArray(out, to + 2 * outStride);
    s21.intoArray(out, to + 2 * outStride + WIDTH);
    s30.intoArray(out, to + 3 * outStride);
    s31.intoArray(out, to + 3 * outStride + WIDTH);
    s40.intoArray(out, to + 4 * outStride);
    s41.intoArray(out, to + 4 * outStride + WIDTH);
    s50.intoArray(out, to + 5 * outStride);
    s51.intoArray(out, to + 5 * outStride + WIDTH);
  }
}

package dev.polysweep.engine.simd.kernel;

import static dev.polysweep.engine.simd.kernel.Lanes.SPECIES;
import static dev.polysweep.engine.simd.kernel.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;

/**
 * The product of a small matrix with a batch, out[o][s] = b[o] + Σ_i w[o][i]·in[i][s]. It serves
 * three purposes: the forward pass of a layer, the forward pass of a tied layer (whose weights are
 * read transposed), and the backward pass of errors. Each entry is a chain of fused multiply-adds
 * in the order of i, whatever the blocking.
 *
 * <p>The weights are first packed so that the entries of four rows lie side by side. Then the
 * results of four rows times four vectors of samples (two vectors, where vectors are short and
 * registers few) stay in registers while i runs, which takes sixteen multiply-adds for eight loads.
 * If the number of rows is not a multiple of four, the last block begins earlier and computes some
 * rows a second time, with the same bits.
 */
public final class Products {

  private static final int ROWS = 4;

  private Products() {}

  /** The number of floats that {@link #multiply} needs for packing. */
  public static int packed(int inputs, int outputs) {
    return (outputs + ROWS - 1) / ROWS * ROWS * inputs;
  }

  /**
   * Computes the product.
   *
   * @param w weights; entry (o, i) is {@code w[w0 + o * rowStep + i * colStep]}
   * @param b biases in {@code [b0 .. b0 + outputs - 1]}; null for none
   * @param in {@code [inputs, stride]}
   * @param out {@code [outputs, stride]}, overwritten
   * @param stride a multiple of {@link Lanes#STRIP}
   * @param pack scratch memory of at least {@link #packed} floats, overwritten
   */
  public static void multiply(
      float[] w,
      int w0,
      int rowStep,
      int colStep,
      float[] b,
      int b0,
      float[] in,
      int inputs,
      float[] out,
      int outputs,
      int stride,
      float[] pack) {
    if (outputs < ROWS) {
      for (int o = 0; o < outputs; o++) {
        row(
            w,
            w0 + o * rowStep,
            colStep,
            b == null ? 0f : b[b0 + o],
            in,
            inputs,
            out,
            o * stride,
            stride);
      }
      return;
    }
    pack(w, w0, rowStep, colStep, inputs, outputs, pack);
    int step = WIDTH == 16 ? 4 * WIDTH : 2 * WIDTH;
    for (int s = 0; s < stride; s += step) {
      int at = 0;
      for (int o = 0; o < outputs; o += ROWS) {
        int first = Math.min(o, outputs - ROWS);
        if (WIDTH == 16) {
          block4x4(pack, at, b, b0 + first, in, s, inputs, out, first * stride + s, stride);
        } else {
          block4x2(pack, at, b, b0 + first, in, s, inputs, out, first * stride + s, stride);
        }
        at += ROWS * inputs;
      }
    }
  }

  private static void pack(
      float[] w, int w0, int rowStep, int colStep, int inputs, int outputs, float[] pack) {
    int at = 0;
    for (int o = 0; o < outputs; o += ROWS) {
      int from = w0 + Math.min(o, outputs - ROWS) * rowStep;
      for (int i = 0; i < inputs; i++) {
        pack[at] = w[from];
        pack[at + 1] = w[from + rowStep];
        pack[at + 2] = w[from + 2 * rowStep];
        pack[at + 3] = w[from + 3 * rowStep];
        at += ROWS;
        from += colStep;
      }
    }
  }

  private static void block4x4(
      float[] pack,
      int at,
      float[] b,
      int b0,
      float[] in,
      int s,
      int inputs,
      float[] out,
      int to,
      int stride) {
    FloatVector a0 = FloatVector.broadcast(SPECIES, b == null ? 0f : b[b0]);
    FloatVector b1 = FloatVector.broadcast(SPECIES, b == null ? 0f : b[b0 + 1]);
    FloatVector c2 = FloatVector.broadcast(SPECIES, b == null ? 0f : b[b0 + 2]);
    FloatVector d3 = FloatVector.broadcast(SPECIES, b == null ? 0f : b[b0 + 3]);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0v = b1;
    FloatVector b2 = b1;
    FloatVector b3 = b1;
    FloatVector c0 = c2;
    FloatVector c1 = c2;
    FloatVector c3 = c2;
    FloatVector d0 = d3;
    FloatVector d1 = d3;
    FloatVector d2 = d3;
    for (int i = 0; i < inputs; i++) {
      int x = s + i * stride;
      FloatVector x0 = FloatVector.fromArray(SPECIES, in, x);
      FloatVector x1 = FloatVector.fromArray(SPECIES, in, x + WIDTH);
      FloatVector x2 = FloatVector.fromArray(SPECIES, in, x + 2 * WIDTH);
      FloatVector x3 = FloatVector.fromArray(SPECIES, in, x + 3 * WIDTH);
      int k = at + ROWS * i;
      FloatVector w = FloatVector.broadcast(SPECIES, pack[k]);
      a0 = w.fma(x0, a0);
      a1 = w.fma(x1, a1);
      a2 = w.fma(x2, a2);
      a3 = w.fma(x3, a3);
      w = FloatVector.broadcast(SPECIES, pack[k + 1]);
      b0v = w.fma(x0, b0v);
      b1 = w.fma(x1, b1);
      b2 = w.fma(x2, b2);
      b3 = w.fma(x3, b3);
      w = FloatVector.broadcast(SPECIES, pack[k + 2]);
      c0 = w.fma(x0, c0);
      c1 = w.fma(x1, c1);
      c2 = w.fma(x2, c2);
      c3 = w.fma(x3, c3);
      w = FloatVector.broadcast(SPECIES, pack[k + 3]);
      d0 = w.fma(x0, d0);
      d1 = w.fma(x1, d1);
      d2 = w.fma(x2, d2);
      d3 = w.fma(x3, d3);
    }
    a0.intoArray(out, to);
    a1.intoArray(out, to + WIDTH);
    a2.intoArray(out, to + 2 * WIDTH);
    a3.intoArray(out, to + 3 * WIDTH);
    b0v.intoArray(out, to + stride);
    b1.intoArray(out, to + stride + WIDTH);
    b2.intoArray(out, to + stride + 2 * WIDTH);
    b3.intoArray(out, to + stride + 3 * WIDTH);
    c0.intoArray(out, to + 2 * stride);
    c1.intoArray(out, to + 2 * stride + WIDTH);
    c2.intoArray(out, to + 2 * stride + 2 * WIDTH);
    c3.intoArray(out, to + 2 * stride + 3 * WIDTH);
    d0.intoArray(out, to + 3 * stride);
    d1.intoArray(out, to + 3 * stride + WIDTH);
    d2.intoArray(out, to + 3 * stride + 2 * WIDTH);
    d3.intoArray(out, to + 3 * stride + 3 * WIDTH);
  }

  private static void block4x2(
      float[] pack,
      int at,
      float[] b,
      int b0,
      float[] in,
      int s,
      int inputs,
      float[] out,
      int to,
      int stride) {
    FloatVector p0 = FloatVector.broadcast(SPECIES, b == null ? 0f : b[b0]);
    FloatVector p1 = FloatVector.broadcast(SPECIES, b == null ? 0f : b[b0 + 1]);
    FloatVector p2 = FloatVector.broadcast(SPECIES, b == null ? 0f : b[b0 + 2]);
    FloatVector p3 = FloatVector.broadcast(SPECIES, b == null ? 0f : b[b0 + 3]);
    FloatVector q0 = p0;
    FloatVector q1 = p1;
    FloatVector q2 = p2;
    FloatVector q3 = p3;
    for (int i = 0; i < inputs; i++) {
      FloatVector x = FloatVector.fromArray(SPECIES, in, s + i * stride);
      FloatVector y = FloatVector.fromArray(SPECIES, in, s + i * stride + WIDTH);
      int k = at + ROWS * i;
      FloatVector w = FloatVector.broadcast(SPECIES, pack[k]);
      p0 = w.fma(x, p0);
      q0 = w.fma(y, q0);
      w = FloatVector.broadcast(SPECIES, pack[k + 1]);
      p1 = w.fma(x, p1);
      q1 = w.fma(y, q1);
      w = FloatVector.broadcast(SPECIES, pack[k + 2]);
      p2 = w.fma(x, p2);
      q2 = w.fma(y, q2);
      w = FloatVector.broadcast(SPECIES, pack[k + 3]);
      p3 = w.fma(x, p3);
      q3 = w.fma(y, q3);
    }
    p0.intoArray(out, to);
    q0.intoArray(out, to + WIDTH);
    p1.intoArray(out, to + stride);
    q1.intoArray(out, to + stride + WIDTH);
    p2.intoArray(out, to + 2 * stride);
    q2.intoArray(out, to + 2 * stride + WIDTH);
    p3.intoArray(out, to + 3 * stride);
    q3.intoArray(out, to + 3 * stride + WIDTH);
  }

  private static void row(
      float[] w,
      int w0,
      int colStep,
      float bias,
      float[] in,
      int inputs,
      float[] out,
      int to,
      int stride) {
    for (int s = 0; s < stride; s += 2 * WIDTH) {
      FloatVector p = FloatVector.broadcast(SPECIES, bias);
      FloatVector q = p;
      for (int i = 0; i < inputs; i++) {
        FloatVector u = FloatVector.broadcast(SPECIES, w[w0 + i * colStep]);
        p = u.fma(FloatVector.fromArray(SPECIES, in, s + i * stride), p);
        q = u.fma(FloatVector.fromArray(SPECIES, in, s + i * stride + WIDTH), q);
      }
      p.intoArray(out, to + s);
      q.intoArray(out, to + s + WIDTH);
    }
  }
}

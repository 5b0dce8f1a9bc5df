package dev.polysweep.engine.simd.net;

import static dev.polysweep.engine.simd.kernel.Lanes.COUNT;
import static dev.polysweep.engine.simd.kernel.Lanes.SPECIES;
import static dev.polysweep.engine.simd.kernel.Lanes.WIDTH;

import dev.polysweep.engine.simd.kernel.Lanes;
import dev.polysweep.engine.simd.kernel.Sums;
import jdk.incubator.vector.FloatVector;

/**
 * The gradients of a layer's parameters, which are sums over the samples of a batch: g[o][i] = Σ_s
 * d[o][s]·x[i][s] for weights and g[o] = Σ_s d[o][s] for biases, with the errors d and the layer's
 * inputs x.
 *
 * <p>The sums of four rows of d times four rows of x (two rows of x, where registers are few) stay
 * in registers while s runs through the whole batch. Each entry has sixteen partial sums, as {@link
 * Lanes} describes.
 */
final class Gradients {

  /** The number of floats of scratch memory that the methods need. */
  static final int SCRATCH = 16 * COUNT;

  private static final int ROWS = 4;
  private static final int COLS = WIDTH == COUNT ? 4 : 2;

  private Gradients() {}

  /**
   * Computes the gradients of weights.
   *
   * @param d {@code [outputs, stride]}
   * @param x {@code [inputs, stride]}
   * @param g {@code [outputs, inputs]} from index g0 on, overwritten
   * @param scratch at least {@link #SCRATCH} floats, overwritten
   */
  static void weights(
      float[] d,
      int outputs,
      float[] x,
      int inputs,
      int stride,
      float[] g,
      int g0,
      float[] scratch) {
    if (outputs < ROWS || inputs < COLS) {
      for (int o = 0; o < outputs; o++) {
        for (int i = 0; i < inputs; i++) {
          g[g0 + o * inputs + i] = one(d, o * stride, x, i * stride, stride, scratch);
        }
      }
      return;
    }
    for (int o = 0; o < outputs; o += ROWS) {
      int row = Math.min(o, outputs - ROWS);
      for (int i = 0; i < inputs; i += COLS) {
        int col = Math.min(i, inputs - COLS);
        if (WIDTH == COUNT) {
          block4x4(d, row * stride, x, col * stride, stride, scratch);
        } else {
          for (int lane = 0; lane < COUNT; lane += WIDTH) {
            block4x2(d, row * stride + lane, x, col * stride + lane, stride, scratch, lane);
          }
        }
        for (int r = 0; r < ROWS; r++) {
          for (int c = 0; c < COLS; c++) {
            g[g0 + (row + r) * inputs + col + c] = Lanes.fold(scratch, (COLS * r + c) * COUNT);
          }
        }
      }
    }
  }

  /**
   * Computes the gradients of biases.
   *
   * @param d {@code [outputs, stride]}
   * @param g {@code [outputs]} from index g0 on, overwritten
   * @param scratch at least {@link #SCRATCH} floats, overwritten
   */
  static void biases(float[] d, int outputs, int stride, float[] g, int g0, float[] scratch) {
    int o = 0;
    for (; o + ROWS <= outputs; o += ROWS) {
      for (int lane = 0; lane < COUNT; lane += WIDTH) {
        fourSums(d, o * stride + lane, stride, scratch, lane);
      }
      for (int r = 0; r < ROWS; r++) {
        g[g0 + o + r] = Lanes.fold(scratch, r * COUNT);
      }
    }
    for (; o < outputs; o++) {
      g[g0 + o] = Sums.plain(d, o * stride, stride, scratch);
    }
  }

  /**
   * Sums four rows at a time, because the additions of a single chain would have to wait for each
   * other.
   */
  private static void fourSums(float[] d, int d0, int stride, float[] scratch, int lane) {
    FloatVector p0 = FloatVector.zero(SPECIES);
    FloatVector p1 = p0;
    FloatVector p2 = p0;
    FloatVector p3 = p0;
    for (int s = d0; s < d0 + stride; s += COUNT) {
      p0 = p0.add(FloatVector.fromArray(SPECIES, d, s));
      p1 = p1.add(FloatVector.fromArray(SPECIES, d, s + stride));
      p2 = p2.add(FloatVector.fromArray(SPECIES, d, s + 2 * stride));
      p3 = p3.add(FloatVector.fromArray(SPECIES, d, s + 3 * stride));
    }
    p0.intoArray(scratch, lane);
    p1.intoArray(scratch, COUNT + lane);
    p2.intoArray(scratch, 2 * COUNT + lane);
    p3.intoArray(scratch, 3 * COUNT + lane);
  }

  private static void block4x4(float[] d, int d0, float[] x, int x0, int stride, float[] scratch) {
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = s00;
    FloatVector s02 = s00;
    FloatVector s03 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s12 = s00;
    FloatVector s13 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s22 = s00;
    FloatVector s23 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    FloatVector s32 = s00;
    FloatVector s33 = s00;
    int d1 = d0 + stride;
    int d2 = d1 + stride;
    int d3 = d2 + stride;
    int x1 = x0 + stride;
    int x2 = x1 + stride;
    int x3 = x2 + stride;
    for (int s = 0; s < stride; s += COUNT) {
      FloatVector x0v = FloatVector.fromArray(SPECIES, x, x0 + s);
      FloatVector x1v = FloatVector.fromArray(SPECIES, x, x1 + s);
      FloatVector x2v = FloatVector.fromArray(SPECIES, x, x2 + s);
      FloatVector x3v = FloatVector.fromArray(SPECIES, x, x3 + s);
      FloatVector e = FloatVector.fromArray(SPECIES, d, d0 + s);
      s00 = e.fma(x0v, s00);
      s01 = e.fma(x1v, s01);
      s02 = e.fma(x2v, s02);
      s03 = e.fma(x3v, s03);
      e = FloatVector.fromArray(SPECIES, d, d1 + s);
      s10 = e.fma(x0v, s10);
      s11 = e.fma(x1v, s11);
      s12 = e.fma(x2v, s12);
      s13 = e.fma(x3v, s13);
      e = FloatVector.fromArray(SPECIES, d, d2 + s);
      s20 = e.fma(x0v, s20);
      s21 = e.fma(x1v, s21);
      s22 = e.fma(x2v, s22);
      s23 = e.fma(x3v, s23);
      e = FloatVector.fromArray(SPECIES, d, d3 + s);
      s30 = e.fma(x0v, s30);
      s31 = e.fma(x1v, s31);
      s32 = e.fma(x2v, s32);
      s33 = e.fma(x3v, s33);
    }
    s00.intoArray(scratch, 0 * COUNT);
    s01.intoArray(scratch, 1 * COUNT);
    s02.intoArray(scratch, 2 * COUNT);
    s03.intoArray(scratch, 3 * COUNT);
    s10.intoArray(scratch, 4 * COUNT);
    s11.intoArray(scratch, 5 * COUNT);
    s12.intoArray(scratch, 6 * COUNT);
    s13.intoArray(scratch, 7 * COUNT);
    s20.intoArray(scratch, 8 * COUNT);
    s21.intoArray(scratch, 9 * COUNT);
    s22.intoArray(scratch, 10 * COUNT);
    s23.intoArray(scratch, 11 * COUNT);
    s30.intoArray(scratch, 12 * COUNT);
    s31.intoArray(scratch, 13 * COUNT);
    s32.intoArray(scratch, 14 * COUNT);
    s33.intoArray(scratch, 15 * COUNT);
  }

  private static void block4x2(
      float[] d, int d0, float[] x, int x0, int stride, float[] scratch, int lane) {
    FloatVector p0 = FloatVector.zero(SPECIES);
    FloatVector p1 = p0;
    FloatVector p2 = p0;
    FloatVector p3 = p0;
    FloatVector q0 = p0;
    FloatVector q1 = p0;
    FloatVector q2 = p0;
    FloatVector q3 = p0;
    int d1 = d0 + stride;
    int d2 = d1 + stride;
    int d3 = d2 + stride;
    int x1 = x0 + stride;
    for (int s = 0; s < stride; s += COUNT) {
      FloatVector u = FloatVector.fromArray(SPECIES, x, x0 + s);
      FloatVector v = FloatVector.fromArray(SPECIES, x, x1 + s);
      FloatVector e = FloatVector.fromArray(SPECIES, d, d0 + s);
      p0 = e.fma(u, p0);
      q0 = e.fma(v, q0);
      e = FloatVector.fromArray(SPECIES, d, d1 + s);
      p1 = e.fma(u, p1);
      q1 = e.fma(v, q1);
      e = FloatVector.fromArray(SPECIES, d, d2 + s);
      p2 = e.fma(u, p2);
      q2 = e.fma(v, q2);
      e = FloatVector.fromArray(SPECIES, d, d3 + s);
      p3 = e.fma(u, p3);
      q3 = e.fma(v, q3);
    }
    p0.intoArray(scratch, lane);
    q0.intoArray(scratch, COUNT + lane);
    p1.intoArray(scratch, 2 * COUNT + lane);
    q1.intoArray(scratch, 3 * COUNT + lane);
    p2.intoArray(scratch, 4 * COUNT + lane);
    q2.intoArray(scratch, 5 * COUNT + lane);
    p3.intoArray(scratch, 6 * COUNT + lane);
    q3.intoArray(scratch, 7 * COUNT + lane);
  }

  private static float one(float[] d, int d0, float[] x, int x0, int stride, float[] scratch) {
    for (int lane = 0; lane < COUNT; lane += WIDTH) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int s = lane; s < stride; s += COUNT) {
        sum =
            FloatVector.fromArray(SPECIES, d, d0 + s)
                .fma(FloatVector.fromArray(SPECIES, x, x0 + s), sum);
      }
      sum.intoArray(scratch, lane);
    }
    return Lanes.fold(scratch, 0);
  }
}

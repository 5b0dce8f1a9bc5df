package dev.polysweep.engine.simd.sae;

import static dev.polysweep.engine.simd.kernel.Lanes.COUNT;
import static dev.polysweep.engine.simd.kernel.Lanes.SPECIES;
import static dev.polysweep.engine.simd.kernel.Lanes.WIDTH;

import dev.polysweep.engine.simd.kernel.Elementwise;
import dev.polysweep.engine.simd.kernel.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * Kernels on those rows of a matrix {@code [rows, stride]} that a list of indices names: weighted
 * sums of the rows, and their dot products with a vector. After the encoder's product, every step
 * of a sparse autoencoder is one of these over the active latents. The stride is a multiple of
 * {@link #PAD}, and columns beyond the width are 0.
 */
final class SaeRows {

  /** Widths are padded to a multiple of this. */
  static final int PAD = 64;

  private static final int WIDE = 8 * WIDTH;

  private SaeRows() {}

  /**
   * The number of columns that {@link #combine} processes in one call; the last call processes the
   * columns that remain.
   */
  static int chunk() {
    return WIDE;
  }

  /**
   * Adds weighted rows: out[c] += Σ_j weight[j]·m[index[j]][c] for the columns of one chunk: a
   * chain of fused multiply-adds in the order of j.
   *
   * @param from first entry of the list
   * @param to end of the list, exclusive
   * @param column first column of the chunk, a multiple of {@link #chunk}
   * @param out the array that is added to, from out0 + column on
   */
  static void combine(
      int[] index,
      float[] weight,
      int from,
      int to,
      float[] m,
      int stride,
      int column,
      float[] out,
      int out0) {
    if (column + WIDE <= stride) {
      combine8(index, weight, from, to, m, stride, column, out, out0 + column);
    } else {
      combine4(index, weight, from, to, m, stride, column, out, out0 + column);
    }
  }

  private static void combine8(
      int[] index,
      float[] weight,
      int from,
      int to,
      float[] m,
      int stride,
      int column,
      float[] out,
      int at) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, out, at);
    FloatVector s1 = FloatVector.fromArray(SPECIES, out, at + WIDTH);
    FloatVector s2 = FloatVector.fromArray(SPECIES, out, at + 2 * WIDTH);
    FloatVector s3 = FloatVector.fromArray(SPECIES, out, at + 3 * WIDTH);
    FloatVector s4 = FloatVector.fromArray(SPECIES, out, at + 4 * WIDTH);
    FloatVector s5 = FloatVector.fromArray(SPECIES, out, at + 5 * WIDTH);
    FloatVector s6 = FloatVector.fromArray(SPECIES, out, at + 6 * WIDTH);
    FloatVector s7 = FloatVector.fromArray(SPECIES, out, at + 7 * WIDTH);
    for (int j = from; j < to; j++) {
      FloatVector w = FloatVector.broadcast(SPECIES, weight[j]);
      int row = index[j] * stride + column;
      s0 = w.fma(FloatVector.fromArray(SPECIES, m, row), s0);
      s1 = w.fma(FloatVector.fromArray(SPECIES, m, row + WIDTH), s1);
      s2 = w.fma(FloatVector.fromArray(SPECIES, m, row + 2 * WIDTH), s2);
      s3 = w.fma(FloatVector.fromArray(SPECIES, m, row + 3 * WIDTH), s3);
      s4 = w.fma(FloatVector.fromArray(SPECIES, m, row + 4 * WIDTH), s4);
      s5 = w.fma(FloatVector.fromArray(SPECIES, m, row + 5 * WIDTH), s5);
      s6 = w.fma(FloatVector.fromArray(SPECIES, m, row + 6 * WIDTH), s6);
      s7 = w.fma(FloatVector.fromArray(SPECIES, m, row + 7 * WIDTH), s7);
    }
    s0.intoArray(out, at);
    s1.intoArray(out, at + WIDTH);
    s2.intoArray(out, at + 2 * WIDTH);
    s3.intoArray(out, at + 3 * WIDTH);
    s4.intoArray(out, at + 4 * WIDTH);
    s5.intoArray(out, at + 5 * WIDTH);
    s6.intoArray(out, at + 6 * WIDTH);
    s7.intoArray(out, at + 7 * WIDTH);
  }

  /**
   * Adds weighted rows for half a chunk, which remains of a width of 64 if a vector has 16 lanes.
   */
  private static void combine4(
      int[] index,
      float[] weight,
      int from,
      int to,
      float[] m,
      int stride,
      int column,
      float[] out,
      int at) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, out, at);
    FloatVector s1 = FloatVector.fromArray(SPECIES, out, at + WIDTH);
    FloatVector s2 = FloatVector.fromArray(SPECIES, out, at + 2 * WIDTH);
    FloatVector s3 = FloatVector.fromArray(SPECIES, out, at + 3 * WIDTH);
    for (int j = from; j < to; j++) {
      FloatVector w = FloatVector.broadcast(SPECIES, weight[j]);
      int row = index[j] * stride + column;
      s0 = w.fma(FloatVector.fromArray(SPECIES, m, row), s0);
      s1 = w.fma(FloatVector.fromArray(SPECIES, m, row + WIDTH), s1);
      s2 = w.fma(FloatVector.fromArray(SPECIES, m, row + 2 * WIDTH), s2);
      s3 = w.fma(FloatVector.fromArray(SPECIES, m, row + 3 * WIDTH), s3);
    }
    s0.intoArray(out, at);
    s1.intoArray(out, at + WIDTH);
    s2.intoArray(out, at + 2 * WIDTH);
    s3.intoArray(out, at + 3 * WIDTH);
  }

  /**
   * Computes dot products: out[j] = Σ_c v[c]·m[index[j]][c] for the entries j of a list.
   *
   * @param v the vector {@code [stride]}, from v0 on
   * @param out overwritten from entry {@code from} to {@code to}
   * @param scratch {@code [64]}, overwritten
   */
  static void dots(
      float[] v,
      int v0,
      int[] index,
      int from,
      int to,
      float[] m,
      int stride,
      float[] out,
      float[] scratch) {
    int j = from;
    for (; j + 4 <= to; j += 4) {
      dots4(
          v,
          v0,
          m,
          index[j] * stride,
          index[j + 1] * stride,
          index[j + 2] * stride,
          index[j + 3] * stride,
          stride,
          scratch);
      out[j] = Lanes.fold(scratch, 0);
      out[j + 1] = Lanes.fold(scratch, COUNT);
      out[j + 2] = Lanes.fold(scratch, 2 * COUNT);
      out[j + 3] = Lanes.fold(scratch, 3 * COUNT);
    }
    for (; j < to; j++) {
      out[j] = dot(v, v0, m, index[j] * stride, stride, scratch);
    }
  }

  private static void dots4(
      float[] v, int v0, float[] m, int m0, int m1, int m2, int m3, int length, float[] lanes) {
    for (int lane = 0; lane < COUNT; lane += WIDTH) {
      FloatVector s0 = FloatVector.zero(SPECIES);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      for (int i = lane; i < length; i += COUNT) {
        FloatVector x = FloatVector.fromArray(SPECIES, v, v0 + i);
        s0 = x.fma(FloatVector.fromArray(SPECIES, m, m0 + i), s0);
        s1 = x.fma(FloatVector.fromArray(SPECIES, m, m1 + i), s1);
        s2 = x.fma(FloatVector.fromArray(SPECIES, m, m2 + i), s2);
        s3 = x.fma(FloatVector.fromArray(SPECIES, m, m3 + i), s3);
      }
      s0.intoArray(lanes, lane);
      s1.intoArray(lanes, COUNT + lane);
      s2.intoArray(lanes, 2 * COUNT + lane);
      s3.intoArray(lanes, 3 * COUNT + lane);
    }
  }

  /**
   * The dot product Σ_c a[c]·b[c].
   *
   * @param length a multiple of 16
   * @param scratch at least 16 floats, overwritten
   */
  static float dot(float[] a, int a0, float[] b, int b0, int length, float[] scratch) {
    for (int lane = 0; lane < COUNT; lane += WIDTH) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = lane; i < length; i += COUNT) {
        sum =
            FloatVector.fromArray(SPECIES, a, a0 + i)
                .fma(FloatVector.fromArray(SPECIES, b, b0 + i), sum);
      }
      sum.intoArray(scratch, lane);
    }
    return Lanes.fold(scratch, 0);
  }

  /**
   * Sets out = factor·(a − b) element by element and returns Σ (a − b)². The length is a multiple
   * of 16.
   */
  static float difference(
      float[] a,
      int a0,
      float[] b,
      int b0,
      float factor,
      float[] out,
      int out0,
      int length,
      float[] scratch) {
    for (int lane = 0; lane < COUNT; lane += WIDTH) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = lane; i < length; i += COUNT) {
        FloatVector e =
            FloatVector.fromArray(SPECIES, a, a0 + i)
                .sub(FloatVector.fromArray(SPECIES, b, b0 + i));
        sum = e.fma(e, sum);
        e.mul(factor).intoArray(out, out0 + i);
      }
      sum.intoArray(scratch, lane);
    }
    return Lanes.fold(scratch, 0);
  }

  /** Scales a row to Euclidean norm 1. A row of zeros is left unchanged. */
  static void normalize(float[] a, int a0, int length, float[] scratch) {
    float norm = (float) Math.sqrt(dot(a, a0, a, a0, length, scratch));
    if (norm > 0) {
      Elementwise.scale(a, a0, length, 1 / norm);
    }
  }
}

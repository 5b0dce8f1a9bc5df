package dev.polysweep.engine.simd.kernel;

import static dev.polysweep.engine.simd.kernel.Lanes.SPECIES;
import static dev.polysweep.engine.simd.kernel.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Element-wise operations on ranges of float arrays. An argument such as {@code a0} is the index at
 * which the range in {@code a} begins; the length of all ranges is a multiple of {@link
 * Lanes#COUNT}.
 */
public final class Elementwise {

  private Elementwise() {}

  /** out = a + b. */
  public static void add(float[] a, int a0, float[] b, int b0, float[] out, int out0, int length) {
    for (int i = 0; i < length; i += WIDTH) {
      FloatVector.fromArray(SPECIES, a, a0 + i)
          .add(FloatVector.fromArray(SPECIES, b, b0 + i))
          .intoArray(out, out0 + i);
    }
  }

  /** a = c·a. */
  public static void scale(float[] a, int a0, int length, float c) {
    for (int i = 0; i < length; i += WIDTH) {
      FloatVector.fromArray(SPECIES, a, a0 + i).mul(c).intoArray(a, a0 + i);
    }
  }

  /** a = a·b. */
  public static void multiply(float[] a, int a0, float[] b, int b0, int length) {
    for (int i = 0; i < length; i += WIDTH) {
      FloatVector.fromArray(SPECIES, a, a0 + i)
          .mul(FloatVector.fromArray(SPECIES, b, b0 + i))
          .intoArray(a, a0 + i);
    }
  }

  /** a = a + c·b. */
  public static void addScaled(float[] a, int a0, float[] b, int b0, int length, float c) {
    FloatVector factor = FloatVector.broadcast(SPECIES, c);
    for (int i = 0; i < length; i += WIDTH) {
      factor
          .fma(FloatVector.fromArray(SPECIES, b, b0 + i), FloatVector.fromArray(SPECIES, a, a0 + i))
          .intoArray(a, a0 + i);
    }
  }

  /** a = a + c·sign(b), with sign(0) = 0. */
  public static void addSign(float[] a, int a0, float[] b, int b0, int length, float c) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < length; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(SPECIES, b, b0 + i);
      FloatVector sign =
          zero.blend(c, v.compare(VectorOperators.GT, 0f))
              .blend(-c, v.compare(VectorOperators.LT, 0f));
      FloatVector.fromArray(SPECIES, a, a0 + i).add(sign).intoArray(a, a0 + i);
    }
  }

  /**
   * a = leak·a where h ≤ 0. With h = a this is the forward pass of a (leaky) ReLU; with h the
   * layer's output and a the gradient it is the backward pass.
   */
  public static void gate(float[] a, int a0, float[] h, int h0, int length, float leak) {
    for (int i = 0; i < length; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(SPECIES, a, a0 + i);
      VectorMask<Float> off =
          FloatVector.fromArray(SPECIES, h, h0 + i).compare(VectorOperators.LE, 0f);
      v.blend(v.mul(leak), off).intoArray(a, a0 + i);
    }
  }
}

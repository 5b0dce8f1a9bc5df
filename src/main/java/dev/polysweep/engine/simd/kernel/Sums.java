package dev.polysweep.engine.simd.kernel;

import static dev.polysweep.engine.simd.kernel.Lanes.COUNT;
import static dev.polysweep.engine.simd.kernel.Lanes.SPECIES;
import static dev.polysweep.engine.simd.kernel.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;

/**
 * Sums over ranges of float arrays whose length is a multiple of {@link Lanes#COUNT}, in the order
 * that {@link Lanes} describes. The argument {@code scratch} is overwritten; it needs at least 16
 * floats.
 */
public final class Sums {

  private Sums() {}

  /** Σ a. */
  public static float plain(float[] a, int from, int length, float[] scratch) {
    for (int lane = 0; lane < COUNT; lane += WIDTH) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = lane; i < length; i += COUNT) {
        sum = sum.add(FloatVector.fromArray(SPECIES, a, from + i));
      }
      sum.intoArray(scratch, lane);
    }
    return Lanes.fold(scratch, 0);
  }

  /** Σ |a|. */
  public static float absolute(float[] a, int from, int length, float[] scratch) {
    for (int lane = 0; lane < COUNT; lane += WIDTH) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = lane; i < length; i += COUNT) {
        sum = sum.add(FloatVector.fromArray(SPECIES, a, from + i).abs());
      }
      sum.intoArray(scratch, lane);
    }
    return Lanes.fold(scratch, 0);
  }

  /** Σ a². */
  public static float squares(float[] a, int from, int length, float[] scratch) {
    for (int lane = 0; lane < COUNT; lane += WIDTH) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = lane; i < length; i += COUNT) {
        FloatVector v = FloatVector.fromArray(SPECIES, a, from + i);
        sum = v.fma(v, sum);
      }
      sum.intoArray(scratch, lane);
    }
    return Lanes.fold(scratch, 0);
  }

  /**
   * Σ (a − b)² over the indices from … from + length − 1; overwrites delta with c·(a − b) at the
   * same indices.
   */
  public static float squaredErrors(
      float[] a, float[] b, int from, int length, float[] delta, float c, float[] scratch) {
    for (int lane = 0; lane < COUNT; lane += WIDTH) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = from + lane; i < from + length; i += COUNT) {
        FloatVector v =
            FloatVector.fromArray(SPECIES, a, i).sub(FloatVector.fromArray(SPECIES, b, i));
        sum = v.fma(v, sum);
        v.mul(c).intoArray(delta, i);
      }
      sum.intoArray(scratch, lane);
    }
    return Lanes.fold(scratch, 0);
  }
}

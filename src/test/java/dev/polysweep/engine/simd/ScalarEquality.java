package dev.polysweep.engine.simd;

import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.net.NoiseDraws;
import dev.polysweep.engine.simd.kernel.VectorMath;
import dev.polysweep.engine.simd.kernel.VectorPhilox;
import dev.polysweep.engine.simd.net.VectorDraws;
import dev.polysweep.math.KernelMath;
import dev.polysweep.math.Philox;
import dev.polysweep.math.StreamId;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Compares every vector kernel with its scalar specification, bit for bit, at the vector length of
 * the running JVM. Also a program, so that a JVM with another vector length can run it: exit code 0
 * and silence, or an error.
 */
public final class ScalarEquality {

  private static final long SEED = 0x9E3779B97F4A7C15L;
  private static final float[] SPECIAL = {
    0f,
    -0f,
    1,
    -1,
    0.25f,
    0.5f,
    -0.625f,
    0.625f,
    0.70703125f,
    13.25f,
    -13.25f,
    44,
    -44,
    100,
    -100,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    -87.33654f,
    88.72283f
  };

  private ScalarEquality() {}

  /**
   * @param args expected vector length in bits; how many arguments a function is tried on
   */
  public static void main(String[] args) {
    int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    if (bits != Integer.parseInt(args[0])) {
      throw new AssertionError("vectors have " + bits + " bits, not " + args[0]);
    }
    functions(Integer.parseInt(args[1]));
    philox();
    noise();
    uniforms();
  }

  interface Kernel {
    void apply(float[] x, float[] y, float[] derivative, int n);
  }

  interface Scalar {
    float apply(float x);
  }

  /**
   * All functions on that many floats: bit patterns spread evenly over all 2³², then the special
   * values.
   */
  public static void functions(int samples) {
    each(samples, (x, y, d, n) -> VectorMath.exp(x, 0, y, 0, n), KernelMath::exp, null);
    each(samples, (x, y, d, n) -> VectorMath.log(x, 0, y, 0, n), KernelMath::log, null);
    each(samples, (x, y, d, n) -> VectorMath.cosTwoPi(x, 0, y, 0, n), KernelMath::cosTwoPi, null);
    each(samples, (x, y, d, n) -> VectorMath.sinTwoPi(x, 0, y, 0, n), KernelMath::sinTwoPi, null);
    each(
        samples,
        (x, y, d, n) -> VectorMath.gelu(x, 0, y, d, 0, n),
        KernelMath::gelu,
        KernelMath::geluDerivative);
    each(
        samples,
        (x, y, d, n) -> VectorMath.tanh(x, 0, y, d, 0, n),
        KernelMath::tanh,
        KernelMath::tanhDerivative);
  }

  private static void each(int samples, Kernel kernel, Scalar value, Scalar derivative) {
    int chunk = 4093; // prime, so that there is a tail at every vector length
    int stride = (int) ((1L << 32) / samples) | 1;
    float[] x = new float[chunk];
    float[] y = new float[chunk];
    float[] d = new float[chunk];
    for (int first = 0; first < samples; first += chunk) {
      for (int i = 0; i < chunk; i++) {
        x[i] = Float.intBitsToFloat((first + i) * stride);
      }
      if (first == 0) {
        System.arraycopy(SPECIAL, 0, x, 0, SPECIAL.length);
      }
      kernel.apply(x, y, d, chunk);
      for (int i = 0; i < chunk; i++) {
        same(value.apply(x[i]), y[i], x[i]);
        if (derivative != null) {
          same(derivative.apply(x[i]), d[i], x[i]);
        }
      }
    }
  }

  private static void same(float expected, float actual, float at) {
    if (Float.floatToIntBits(expected) != Float.floatToIntBits(actual)) {
      throw new AssertionError("at " + at + ": scalar " + expected + ", vector " + actual);
    }
  }

  /** Both ways to multiply. */
  public static void philox() {
    int n = 48;
    int from = Integer.MAX_VALUE - 20; // counters wrap like unsigned numbers
    int[] a = new int[4 * n];
    int[] b = new int[4 * n];
    int[] block = new int[4];
    for (int step : new int[] {0, 1, -1}) {
      for (int number : new int[] {0, 3, 1023}) {
        VectorPhilox.byLongs(SEED, StreamId.VALUE.id(), step, from, n, number, a, n);
        VectorPhilox.byHalves(SEED, StreamId.VALUE.id(), step, from, n, number, b, n);
        for (int i = 0; i < n; i++) {
          Philox.block(SEED, StreamId.VALUE, step, from + i, number, block);
          for (int w = 0; w < 4; w++) {
            if (a[w * n + i] != block[w] || b[w * n + i] != block[w]) {
              throw new AssertionError("word " + w + " of sample " + i + " of block " + number);
            }
          }
        }
      }
    }
  }

  /**
   * Noise of all kinds at widths around block boundaries, with an offset, an odd stride and more
   * than one chunk.
   */
  public static void noise() {
    VectorDraws draws = new VectorDraws();
    for (Noise.Kind kind : Noise.Kind.values()) {
      Noise noise = new Noise(kind, 0.1);
      for (int units : new int[] {1, 2, 3, 4, 5, 12, 31, 33, 129, 131}) {
        int step = 7 * units;
        buffer(
            units,
            out -> draws.noise(noise, SEED, step, units, 7, 1040, out, 1051),
            (unit, sample) -> NoiseDraws.draw(noise, SEED, step, sample, unit));
      }
    }
  }

  public static void uniforms() {
    VectorDraws draws = new VectorDraws();
    int[] block = new int[4];
    for (int units : new int[] {1, 4, 5, 7}) {
      buffer(
          units,
          out -> draws.uniforms(SEED, StreamId.ACTIVE, 5, units, 7, 1040, out, 1051),
          (unit, sample) -> {
            Philox.block(SEED, StreamId.ACTIVE, 5, sample, unit / 4, block);
            return Philox.uniform(block[unit % 4]);
          });
    }
  }

  interface Fill {
    void into(float[] out);
  }

  interface Draw {
    float at(int unit, int sample);
  }

  /** The fill writes samples 7 … 1046 of each unit and nothing else. */
  private static void buffer(int units, Fill fill, Draw draw) {
    float[] out = new float[units * 1051];
    Arrays.fill(out, -9);
    fill.into(out);
    for (int unit = 0; unit < units; unit++) {
      for (int sample = 0; sample < 1051; sample++) {
        boolean drawn = sample >= 7 && sample < 1047;
        same(drawn ? draw.at(unit, sample) : -9, out[unit * 1051 + sample], sample);
      }
    }
  }
}

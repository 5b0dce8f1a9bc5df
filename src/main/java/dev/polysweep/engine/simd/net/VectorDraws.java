package dev.polysweep.engine.simd.net;

import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.net.NoiseDraws;
import dev.polysweep.engine.simd.kernel.VectorMath;
import dev.polysweep.engine.simd.kernel.VectorPhilox;
import dev.polysweep.math.Philox;
import dev.polysweep.math.StreamId;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Fills feature-major buffers, {@code out[unit * stride + sample]}, with random draws, which equal
 * those of {@link NoiseDraws} and of {@link dev.polysweep.data.TrainingData.SparseFeatures} bit for
 * bit. Numbers of samples are multiples of 16; padding beyond the batch is drawn like any other
 * sample. Not thread-safe, because an instance holds scratch memory.
 */
public final class VectorDraws {

  /**
   * The number of samples drawn at a time, chosen so that the words of their blocks, their radii
   * and four rows of output stay in the L1 cache.
   */
  private static final int CHUNK = 512;

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  private final int[] words = new int[4 * CHUNK];
  private final float[] radius = new float[CHUNK];
  private final float[] angle = new float[CHUNK];

  /**
   * Draws the noise of units 0 … units − 1 for samples from … from + count − 1.
   *
   * @param count number of samples, a multiple of 16
   * @param out {@code [units * stride]}, overwritten at these samples; with zeros if there is no
   *     noise
   * @param stride distance between units, at least from + count
   */
  public void noise(
      Noise noise, long seed, int step, int units, int from, int count, float[] out, int stride) {
    if (noise.kind() == Noise.Kind.NONE) {
      for (int unit = 0; unit < units; unit++) {
        Arrays.fill(out, unit * stride + from, unit * stride + from + count, 0);
      }
      return;
    }
    float scale = NoiseDraws.scale(noise);
    int unitsOfBlock = NoiseDraws.unitsOfBlock(noise.kind());
    for (int first = from; first < from + count; first += CHUNK) {
      int n = Math.min(CHUNK, from + count - first);
      for (int unit = 0; unit < units; unit += unitsOfBlock) {
        int block = unit / unitsOfBlock;
        VectorPhilox.words(seed, StreamId.NOISE, step, first, n, block, words, CHUNK);
        int some = Math.min(unitsOfBlock, units - unit);
        int to = unit * stride + first;
        switch (noise.kind()) {
          case BIPOLAR -> signs(scale, some, n, out, to, stride);
          case GAUSSIAN -> gaussian(scale, some, n, out, to, stride);
          default -> student(scale, some, n, out, to, stride);
        }
      }
    }
  }

  /**
   * Draws the uniform numbers on [0, 1) of (seed, stream, step, sample, feature) as {@code
   * SparseFeatures} defines them, for features 0 … features − 1 and samples from … from + count −
   * 1.
   *
   * @param count number of samples, a multiple of 16
   * @param out {@code [features * stride]}, overwritten at these samples
   * @param stride distance between features, at least from + count
   */
  public void uniforms(
      long seed,
      StreamId stream,
      int step,
      int features,
      int from,
      int count,
      float[] out,
      int stride) {
    for (int first = from; first < from + count; first += CHUNK) {
      int n = Math.min(CHUNK, from + count - first);
      for (int feature = 0; feature < features; feature += 4) {
        VectorPhilox.words(seed, stream, step, first, n, feature / 4, words, CHUNK);
        for (int w = 0; w < Math.min(4, features - feature); w++) {
          uniforms(words, w * CHUNK, 0, n, out, (feature + w) * stride + first);
        }
      }
    }
  }

  /**
   * Computes x[i] = value[i] where active[i] &lt; threshold and x[i] = 0 otherwise, for from ≤ i
   * &lt; from + n.
   *
   * @param n number of entries, a multiple of 16
   * @param x overwritten; may be the array {@code active} or {@code value}
   */
  public static void mask(
      float[] active, float[] value, float threshold, float[] x, int from, int n) {
    FloatVector zero = FloatVector.zero(FLOATS);
    for (int i = from; i < from + n; i += FLOATS.length()) {
      FloatVector v = FloatVector.fromArray(FLOATS, value, i);
      zero.blend(v, FloatVector.fromArray(FLOATS, active, i).compare(LT, threshold))
          .intoArray(x, i);
    }
  }

  private void signs(float scale, int units, int n, float[] out, int to, int stride) {
    for (int unit = 0; unit < units; unit++) {
      signs(words, unit / 32 * CHUNK, unit % 32, n, scale, out, to + unit * stride);
    }
  }

  private void gaussian(float scale, int units, int n, float[] out, int to, int stride) {
    for (int unit = 0; unit < units; unit++) {
      int pair = (unit & 2) * CHUNK;
      uniforms(words, pair + CHUNK, 0, n, angle, 0);
      if (unit % 2 == 0) {
        uniforms(words, pair, 1, n, radius, 0);
        VectorMath.log(radius, 0, radius, 0, n);
        rootOfProduct(radius, -2, 0, n);
        VectorMath.cosTwoPi(angle, 0, angle, 0, n);
      } else {
        VectorMath.sinTwoPi(angle, 0, angle, 0, n);
      }
      product(radius, angle, scale, n, out, to + unit * stride);
    }
  }

  private void student(float scale, int units, int n, float[] out, int to, int stride) {
    for (int unit = 0; unit < units; unit++) {
      int pair = 2 * unit * CHUNK;
      uniforms(words, pair, 1, n, radius, 0);
      VectorMath.log(radius, 0, radius, 0, n);
      scale(radius, -2 / 3f, n);
      VectorMath.exp(radius, 0, radius, 0, n);
      rootOfProduct(radius, 3, -1, n);
      uniforms(words, pair + CHUNK, 0, n, angle, 0);
      VectorMath.cosTwoPi(angle, 0, angle, 0, n);
      product(radius, angle, scale, n, out, to + unit * stride);
    }
  }

  private static void signs(
      int[] words, int word, int bit, int n, float scale, float[] out, int to) {
    int plus = Float.floatToRawIntBits(scale);
    for (int i = 0; i < n; i += INTS.length()) {
      IntVector.fromArray(INTS, words, word + i)
          .lanewise(LSHL, 31 - bit)
          .and(0x80000000)
          .or(plus)
          .reinterpretAsFloats()
          .intoArray(out, to + i);
    }
  }

  /**
   * {@link Philox#uniform} of n words if plus is 0, {@link Philox#uniformPositive} if plus is 1.
   */
  private static void uniforms(int[] words, int from, int plus, int n, float[] out, int to) {
    for (int i = 0; i < n; i += INTS.length()) {
      IntVector bits = IntVector.fromArray(INTS, words, from + i).lanewise(LSHR, 8).add(plus);
      ((FloatVector) bits.convertShape(I2F, FLOATS, 0)).mul(0x1p-24f).intoArray(out, to + i);
    }
  }

  /** x ← c·x. */
  private static void scale(float[] x, float c, int n) {
    for (int i = 0; i < n; i += FLOATS.length()) {
      FloatVector.fromArray(FLOATS, x, i).mul(c).intoArray(x, i);
    }
  }

  /** x ← √(c·(x + shift)). */
  private static void rootOfProduct(float[] x, float c, float shift, int n) {
    for (int i = 0; i < n; i += FLOATS.length()) {
      FloatVector.fromArray(FLOATS, x, i).add(shift).mul(c).sqrt().intoArray(x, i);
    }
  }

  /** out[to + i] = (x[i]·y[i])·scale. */
  private static void product(float[] x, float[] y, float scale, int n, float[] out, int to) {
    for (int i = 0; i < n; i += FLOATS.length()) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i).mul(FloatVector.fromArray(FLOATS, y, i));
      v.mul(scale).intoArray(out, to + i);
    }
  }
}

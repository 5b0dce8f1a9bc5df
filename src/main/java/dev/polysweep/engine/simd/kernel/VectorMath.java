package dev.polysweep.engine.simd.kernel;

import static dev.polysweep.math.KernelCoefficients.*;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.polysweep.math.KernelMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The functions of {@link KernelMath} on arrays. They do the same operations in the same order,
 * with branches replaced by blends, so the results have the same bits whatever the vector length.
 * Each method computes y[to + i] from x[from + i] for 0 ≤ i &lt; n; x and y may be the same array
 * if from = to.
 *
 * <p>The loops contain no helper methods on vectors, although they repeat each other. In a
 * compilation of more than 18 000 nodes, the JIT compiler inlines nothing but the vector operations
 * themselves, and a vector that is passed to a method that is not inlined is allocated as an object
 * (GELU took 88 ns instead of 10 ns for 16 numbers that way).
 */
public final class VectorMath {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private static final int SIGN = 0x80000000;
  private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);

  private VectorMath() {}

  /** The vectorised {@link KernelMath#exp}. */
  public static void exp(float[] x, int from, float[] y, int to, int n) {
    int i = 0;
    for (int bound = SPECIES.loopBound(n); i < bound; i += SPECIES.length()) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, from + i);
      FloatVector t = v.fma(v.broadcast(LOG2_E), v.broadcast(ROUND));
      FloatVector k = t.sub(ROUND);
      FloatVector r = k.fma(v.broadcast(-LN_2_HIGH), v);
      r = k.fma(v.broadcast(-LN_2_LOW), r);
      FloatVector p = v.broadcast(EXP_4).fma(r, v.broadcast(EXP_3));
      p = p.fma(r, v.broadcast(EXP_2));
      p = p.fma(r, v.broadcast(EXP_1));
      p = p.fma(r, v.broadcast(EXP_0));
      p = p.fma(r, v.broadcast(1f));
      p = p.fma(r, v.broadcast(1f));
      IntVector bits = t.reinterpretAsInts().lanewise(LSHL, 23);
      bits.add(p.reinterpretAsInts())
          .reinterpretAsFloats()
          .blend(0f, v.compare(LT, EXP_UNDERFLOW))
          .blend(Float.POSITIVE_INFINITY, v.compare(GT, EXP_OVERFLOW))
          .blend(v, v.compare(NE, v))
          .intoArray(y, to + i);
    }
    for (; i < n; i++) {
      y[to + i] = KernelMath.exp(x[from + i]);
    }
  }

  /** The vectorised {@link KernelMath#log}. */
  public static void log(float[] x, int from, float[] y, int to, int n) {
    int i = 0;
    for (int bound = SPECIES.loopBound(n); i < bound; i += SPECIES.length()) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, from + i);
      IntVector bits = v.reinterpretAsInts().sub(LOG_BASE);
      FloatVector f = bits.and(0x7FFFFF).add(LOG_BASE).reinterpretAsFloats().sub(1f);
      IntVector exponent = bits.lanewise(ASHR, 23);
      FloatVector k = exponent.add(ROUND_BITS).reinterpretAsFloats().sub(ROUND);
      FloatVector p = f.broadcast(LOG_8).fma(f, f.broadcast(LOG_7));
      p = p.fma(f, f.broadcast(LOG_6));
      p = p.fma(f, f.broadcast(LOG_5));
      p = p.fma(f, f.broadcast(LOG_4));
      p = p.fma(f, f.broadcast(LOG_3));
      p = p.fma(f, f.broadcast(LOG_2));
      p = p.fma(f, f.broadcast(LOG_1));
      p = p.fma(f, f.broadcast(LOG_0));
      FloatVector low = f.mul(f).fma(p, k.mul(LN_2_LOW));
      FloatVector log = k.fma(k.broadcast(LN_2_HIGH), f.add(low));
      log = log.blend(Float.NEGATIVE_INFINITY, v.compare(LT, Float.MIN_NORMAL));
      log = log.blend(Float.NaN, v.compare(LE, -Float.MIN_NORMAL));
      v.blend(log, v.compare(LT, Float.POSITIVE_INFINITY)).intoArray(y, to + i);
    }
    for (; i < n; i++) {
      y[to + i] = KernelMath.log(x[from + i]);
    }
  }

  /** The vectorised {@link KernelMath#cosTwoPi}. */
  public static void cosTwoPi(float[] x, int from, float[] y, int to, int n) {
    int i = 0;
    for (int bound = SPECIES.loopBound(n); i < bound; i += SPECIES.length()) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, from + i);
      FloatVector h = v.sub(v.add(ROUND).sub(ROUND));
      FloatVector t = h.broadcast(0.25f).sub(h.abs());
      FloatVector s = t.mul(t);
      FloatVector p = s.broadcast(SIN_5).fma(s, s.broadcast(SIN_4));
      p = p.fma(s, s.broadcast(SIN_3));
      p = p.fma(s, s.broadcast(SIN_2));
      p = p.fma(s, s.broadcast(SIN_1));
      p = p.fma(s, s.broadcast(SIN_0));
      t.fma(t.broadcast(TWO_PI), t.mul(p)).intoArray(y, to + i);
    }
    for (; i < n; i++) {
      y[to + i] = KernelMath.cosTwoPi(x[from + i]);
    }
  }

  /** The vectorised {@link KernelMath#sinTwoPi}. */
  public static void sinTwoPi(float[] x, int from, float[] y, int to, int n) {
    int i = 0;
    for (int bound = SPECIES.loopBound(n); i < bound; i += SPECIES.length()) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, from + i);
      FloatVector h = v.sub(v.add(ROUND).sub(ROUND));
      FloatVector a = h.abs();
      FloatVector b = a.blend(a.broadcast(0.5f).sub(a), a.compare(GT, 0.25f));
      IntVector sign = h.reinterpretAsInts().and(SIGN);
      FloatVector t = sign.or(b.reinterpretAsInts()).reinterpretAsFloats();
      FloatVector s = t.mul(t);
      FloatVector p = s.broadcast(SIN_5).fma(s, s.broadcast(SIN_4));
      p = p.fma(s, s.broadcast(SIN_3));
      p = p.fma(s, s.broadcast(SIN_2));
      p = p.fma(s, s.broadcast(SIN_1));
      p = p.fma(s, s.broadcast(SIN_0));
      t.fma(t.broadcast(TWO_PI), t.mul(p)).intoArray(y, to + i);
    }
    for (; i < n; i++) {
      y[to + i] = KernelMath.sinTwoPi(x[from + i]);
    }
  }

  /**
   * The vectorised {@link KernelMath#gelu} and {@link KernelMath#geluDerivative}, which share the
   * exponential.
   *
   * @param y overwritten with the values; may be x itself if from = to
   * @param derivative overwritten with the derivatives, from index to on; may be x itself if from =
   *     to, but not y
   */
  public static void gelu(float[] x, int from, float[] y, float[] derivative, int to, int n) {
    int i = 0;
    for (int bound = SPECIES.loopBound(n); i < bound; i += SPECIES.length()) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, from + i);
      FloatVector a = v.abs();
      a = a.blend(TAIL_CAP, a.compare(GT, TAIL_CAP));

      // e = exp(−a²/2)
      FloatVector h = a.mul(-0.5f);
      FloatVector t = h.mul(a).fma(a.broadcast(LOG2_E), a.broadcast(ROUND_BIASED));
      FloatVector k = t.sub(ROUND_BIASED);
      FloatVector r = h.fma(a, k.mul(-LN_2_HIGH));
      r = k.fma(a.broadcast(-LN_2_LOW), r);
      FloatVector e = a.broadcast(EXP_4).fma(r, a.broadcast(EXP_3));
      e = e.fma(r, a.broadcast(EXP_2));
      e = e.fma(r, a.broadcast(EXP_1));
      e = e.fma(r, a.broadcast(EXP_0));
      e = e.fma(r, a.broadcast(1f));
      e = e.fma(r, a.broadcast(1f));
      e = e.mul(t.reinterpretAsInts().lanewise(LSHL, 23).reinterpretAsFloats());

      // ratio = (1 − Φ(a))/e
      FloatVector p = a.broadcast(TAIL_N_3).fma(a, a.broadcast(TAIL_N_2));
      p = p.fma(a, a.broadcast(TAIL_N_1));
      p = p.fma(a, a.broadcast(TAIL_N_0));
      FloatVector q = a.broadcast(TAIL_D_4).fma(a, a.broadcast(TAIL_D_3));
      q = q.fma(a, a.broadcast(TAIL_D_2));
      q = q.fma(a, a.broadcast(TAIL_D_1));
      q = q.fma(a, a.broadcast(TAIL_D_0));
      FloatVector ratio = p.div(q);

      VectorMask<Float> negative = v.compare(LT, 0f);
      a.mul(e).neg().fma(ratio, v.blend(0f, negative)).intoArray(y, to + i);
      FloatVector tail = a.fma(a.broadcast(-INV_SQRT_2_PI), ratio).mul(e);
      a.broadcast(1f).sub(tail).blend(tail, negative).intoArray(derivative, to + i);
    }
    for (; i < n; i++) {
      float v = x[from + i];
      y[to + i] = KernelMath.gelu(v);
      derivative[to + i] = KernelMath.geluDerivative(v);
    }
  }

  /**
   * The vectorised {@link KernelMath#tanh} and {@link KernelMath#tanhDerivative}, which share the
   * exponential.
   *
   * @param y overwritten with the values; may be x itself if from = to
   * @param derivative overwritten with the derivatives, from index to on; may be x itself if from =
   *     to, but not y
   */
  public static void tanh(float[] x, int from, float[] y, float[] derivative, int to, int n) {
    int i = 0;
    for (int bound = SPECIES.loopBound(n); i < bound; i += SPECIES.length()) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, from + i);
      FloatVector a = v.abs();

      // e = exp(−2a)
      FloatVector w = a.blend(TANH_CAP, a.compare(GT, TANH_CAP)).mul(-2f);
      FloatVector t = w.fma(a.broadcast(LOG2_E), a.broadcast(ROUND_BIASED));
      FloatVector k = t.sub(ROUND_BIASED);
      FloatVector r = k.fma(a.broadcast(-LN_2_HIGH), w);
      r = k.fma(a.broadcast(-LN_2_LOW), r);
      FloatVector e = a.broadcast(EXP_4).fma(r, a.broadcast(EXP_3));
      e = e.fma(r, a.broadcast(EXP_2));
      e = e.fma(r, a.broadcast(EXP_1));
      e = e.fma(r, a.broadcast(EXP_0));
      e = e.fma(r, a.broadcast(1f));
      e = e.fma(r, a.broadcast(1f));
      e = e.mul(t.reinterpretAsInts().lanewise(LSHL, 23).reinterpretAsFloats());

      FloatVector q = a.broadcast(1f).div(e.add(1f));
      FloatVector large = e.mul(-2f).fma(q, a.broadcast(1f));
      FloatVector s = a.mul(a);
      FloatVector p = a.broadcast(TANH_4).fma(s, a.broadcast(TANH_3));
      p = p.fma(s, a.broadcast(TANH_2));
      p = p.fma(s, a.broadcast(TANH_1));
      p = p.fma(s, a.broadcast(TANH_0));
      FloatVector small = a.mul(s).fma(p, a);
      FloatVector magnitude = small.blend(large, a.compare(GE, TANH_BREAK));
      IntVector sign = v.reinterpretAsInts().and(SIGN);
      sign.or(magnitude.reinterpretAsInts()).reinterpretAsFloats().intoArray(y, to + i);
      e.mul(4f).mul(q).mul(q).intoArray(derivative, to + i);
    }
    for (; i < n; i++) {
      float v = x[from + i];
      y[to + i] = KernelMath.tanh(v);
      derivative[to + i] = KernelMath.tanhDerivative(v);
    }
  }
}

package dev.polysweep.math;

import static dev.polysweep.math.KernelCoefficients.*;

/**
 * Elementary functions on floats that give the same bits on every machine. They are built from +,
 * −, ×, ÷, fused multiply-add, square root and operations on bits alone, all of which IEEE 754 and
 * Java define exactly; hardware and library functions differ between versions. Each method is the
 * specification of its vectorised counterpart in {@code engine.simd.kernel.VectorMath}, which does
 * the same operations in the same order on every lane.
 *
 * <p>Errors are at most 2 ulp unless a method states another bound. An argument of NaN gives NaN.
 */
public final class KernelMath {

  private KernelMath() {}

  /** eˣ. Results below 2⁻¹²⁶ are 0, those above the largest float are ∞. */
  public static float exp(float x) {
    float t = Math.fma(x, LOG2_E, ROUND);
    float p = expPolynomial(x, t - ROUND);
    float y = Float.intBitsToFloat(Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(t) << 23));
    if (x < EXP_UNDERFLOW) {
      return 0;
    }
    if (x > EXP_OVERFLOW) {
      return Float.POSITIVE_INFINITY;
    }
    return x != x ? x : y;
  }

  /** ln x. Zero and subnormals of either sign give −∞, negative numbers NaN, ∞ gives ∞. */
  public static float log(float x) {
    float y = logOf(fraction(x), exponent(x));
    if (x < Float.MIN_NORMAL) {
      y = x <= -Float.MIN_NORMAL ? Float.NaN : Float.NEGATIVE_INFINITY;
    }
    return x < Float.POSITIVE_INFINITY ? y : x;
  }

  /** The f of a normal x = (1 + f)·2ᵏ with f near 0. */
  static float fraction(float x) {
    int bits = Float.floatToRawIntBits(x) - LOG_BASE;
    return Float.intBitsToFloat((bits & 0x7FFFFF) + LOG_BASE) - 1;
  }

  /** The k of a normal x = (1 + f)·2ᵏ with f near 0. */
  static float exponent(float x) {
    int bits = Float.floatToRawIntBits(x) - LOG_BASE;
    return Float.intBitsToFloat((bits >> 23) + Float.floatToRawIntBits(ROUND)) - ROUND;
  }

  /** ln((1 + f)·2ᵏ). */
  static float logOf(float f, float k) {
    float p = Math.fma(LOG_8, f, LOG_7);
    p = Math.fma(p, f, LOG_6);
    p = Math.fma(p, f, LOG_5);
    p = Math.fma(p, f, LOG_4);
    p = Math.fma(p, f, LOG_3);
    p = Math.fma(p, f, LOG_2);
    p = Math.fma(p, f, LOG_1);
    p = Math.fma(p, f, LOG_0);
    float low = Math.fma(f * f, p, k * LN_2_LOW);
    return Math.fma(k, LN_2_HIGH, f + low);
  }

  /** cos 2πu for |u| ≤ 2²²; beyond, the result has no meaning. Multiples of ¼ give exact values. */
  public static float cosTwoPi(float u) {
    return sinQuarter(0.25f - Math.abs(partOfTurn(u)));
  }

  /** sin 2πu for |u| ≤ 2²²; beyond, the result has no meaning. Multiples of ¼ give exact values. */
  public static float sinTwoPi(float u) {
    float h = partOfTurn(u);
    float a = Math.abs(h);
    return sinQuarter(withSign(a > 0.25f ? 0.5f - a : a, h));
  }

  /** u less the nearest integer. */
  static float partOfTurn(float u) {
    return u - ((u + ROUND) - ROUND);
  }

  /** The hyperbolic tangent, tanh x. */
  public static float tanh(float x) {
    float a = Math.abs(x);
    float e = tanhExp(a);
    float large = Math.fma(-2 * e, 1 / (1 + e), 1);
    float s = a * a;
    float p = Math.fma(TANH_4, s, TANH_3);
    p = Math.fma(p, s, TANH_2);
    p = Math.fma(p, s, TANH_1);
    p = Math.fma(p, s, TANH_0);
    float small = Math.fma(a * s, p, a);
    return withSign(a >= TANH_BREAK ? large : small, x);
  }

  /**
   * tanh′ x = 4e/(1 + e)² with e = exp(−2|x|). Error at most 5 ulp for |x| ≤ 43; 0 for |x| ≥ 44.
   */
  public static float tanhDerivative(float x) {
    float e = tanhExp(Math.abs(x));
    float q = 1 / (1 + e);
    return 4 * e * q * q;
  }

  /** The error function, 2/√π·∫₀ˣ exp(−t²)dt. */
  public static float erf(float x) {
    float a = Math.abs(x);
    float z = a * SQRT_2;
    z = z > TAIL_CAP ? TAIL_CAP : z;
    float large = Math.fma(-2 * expHalfSquare(z), tailRatio(z), 1);
    float s = a * a;
    float p = Math.fma(ERF_5, s, ERF_4);
    p = Math.fma(p, s, ERF_3);
    p = Math.fma(p, s, ERF_2);
    p = Math.fma(p, s, ERF_1);
    p = Math.fma(p, s, ERF_0);
    float small = Math.fma(a, p, a);
    return withSign(a >= ERF_BREAK ? large : small, x);
  }

  /**
   * GELU, z·Φ(z) = max(z, 0) − |z|·(1 − Φ(|z|)). Error at most 3.5·10⁻⁷·max(|exact|, 10⁻³): the
   * tail 1 − Φ is computed directly, so that no digits cancel for negative z (the formula z·(1 +
   * erf(z/√2))/2 in floats has 200 times the error there). −∞ gives 0, ∞ gives ∞.
   */
  public static float gelu(float z) {
    float a = Math.abs(z);
    a = a > TAIL_CAP ? TAIL_CAP : a;
    return Math.fma(-(a * expHalfSquare(a)), tailRatio(a), z < 0 ? 0 : z);
  }

  /** GELU′(z) = Φ(z) + z·φ(z). Error at most 4·10⁻⁷ of the larger of Φ(z), |z|·φ(z), 10⁻³. */
  public static float geluDerivative(float z) {
    float a = Math.abs(z);
    a = a > TAIL_CAP ? TAIL_CAP : a;
    float tail = Math.fma(-INV_SQRT_2_PI, a, tailRatio(a)) * expHalfSquare(a);
    return z < 0 ? tail : 1 - tail;
  }

  /** exp(x − n·ln 2) for the integer n nearest to x/ln 2. */
  private static float expPolynomial(float x, float n) {
    return expPolynomial(Math.fma(n, -LN_2_LOW, Math.fma(n, -LN_2_HIGH, x)));
  }

  private static float expPolynomial(float r) {
    float p = Math.fma(EXP_4, r, EXP_3);
    p = Math.fma(p, r, EXP_2);
    p = Math.fma(p, r, EXP_1);
    p = Math.fma(p, r, EXP_0);
    p = Math.fma(p, r, 1);
    return Math.fma(p, r, 1);
  }

  /** 2ⁿ for t = n + {@code ROUND_BIASED} and −126 ≤ n ≤ 127; 0 for n = −127. */
  private static float powerOfTwo(float t) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(t) << 23);
  }

  /** sin 2πt for |t| ≤ ¼. */
  static float sinQuarter(float t) {
    float s = t * t;
    float p = Math.fma(SIN_5, s, SIN_4);
    p = Math.fma(p, s, SIN_3);
    p = Math.fma(p, s, SIN_2);
    p = Math.fma(p, s, SIN_1);
    p = Math.fma(p, s, SIN_0);
    return Math.fma(t, TWO_PI, t * p);
  }

  /** exp(−2a) for a ≥ 0. */
  private static float tanhExp(float a) {
    float w = -2 * (a > TANH_CAP ? TANH_CAP : a);
    float t = Math.fma(w, LOG2_E, ROUND_BIASED);
    return expPolynomial(w, t - ROUND_BIASED) * powerOfTwo(t);
  }

  /**
   * exp(−a²/2) for 0 ≤ a ≤ 13.25. The square a² is never rounded by itself: n·LN_2_HIGH is exact,
   * so one fused multiply-add reduces −a²/2 by n·ln 2 with a single rounding.
   */
  private static float expHalfSquare(float a) {
    float h = -0.5f * a;
    float t = Math.fma(h * a, LOG2_E, ROUND_BIASED);
    float n = t - ROUND_BIASED;
    float r = Math.fma(n, -LN_2_LOW, Math.fma(h, a, n * -LN_2_HIGH));
    return expPolynomial(r) * powerOfTwo(t);
  }

  /** (1 − Φ(a))·exp(a²/2) for a ≥ 0. */
  private static float tailRatio(float a) {
    float n = Math.fma(TAIL_N_3, a, TAIL_N_2);
    n = Math.fma(n, a, TAIL_N_1);
    n = Math.fma(n, a, TAIL_N_0);
    float d = Math.fma(TAIL_D_4, a, TAIL_D_3);
    d = Math.fma(d, a, TAIL_D_2);
    d = Math.fma(d, a, TAIL_D_1);
    d = Math.fma(d, a, TAIL_D_0);
    return n / d;
  }

  /** The non-negative number {@code magnitude} with the sign bit of {@code sign}. */
  private static float withSign(float magnitude, float sign) {
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(magnitude) | (Float.floatToRawIntBits(sign) & 0x80000000));
  }
}

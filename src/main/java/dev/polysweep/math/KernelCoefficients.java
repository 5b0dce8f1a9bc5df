package dev.polysweep.math;

/**
 * Constants shared by {@link KernelMath} and its vectorised counterpart {@code
 * engine.simd.kernel.VectorMath}. The polynomials are minimax fits; the script that made them,
 * {@code fit.py}, and its output lie in the test resources under {@code kernelmath}. The constant
 * {@code X_k} is the coefficient of the k-th power in the polynomial of function X.
 */
public final class KernelCoefficients {

  /**
   * 1.5·2²³. Neighbouring floats of this size are 1 apart, so adding the constant to a small number
   * rounds that number to the nearest integer (ties to even).
   */
  public static final float ROUND = 0x1.8p23f;

  /**
   * {@link #ROUND} plus 127, the bias of a float's exponent: after adding it to an integer n, the
   * low bits of the sum are the exponent field of 2ⁿ.
   */
  public static final float ROUND_BIASED = 0x1.8p23f + 127;

  public static final float LOG2_E = 1.442695f;
  public static final float SQRT_2 = 1.4142135f;
  public static final float INV_SQRT_2_PI = 0.3989423f;

  /** The first 15 bits of ln 2; few enough for its product with a float's exponent to be exact. */
  public static final float LN_2_HIGH = 0.69314575f;

  /** ln 2 − {@link #LN_2_HIGH}. */
  public static final float LN_2_LOW = 1.4286068e-06f;

  /**
   * For x below this bound eˣ is less than 2⁻¹²⁶, the smallest normal float, and is flushed to 0.
   */
  public static final float EXP_UNDERFLOW = -87.33654f;

  /** For x above this bound eˣ exceeds the largest float and is ∞. */
  public static final float EXP_OVERFLOW = 88.72283f;

  /** exp r = 1 + r + r²·Σ EXP_k rᵏ for |r| ≤ ln(2)/2. */
  public static final float EXP_0 = 0.49999994f;

  public static final float EXP_1 = 0.16666521f;
  public static final float EXP_2 = 0.041668255f;
  public static final float EXP_3 = 0.008368663f;
  public static final float EXP_4 = 0.0013821468f;

  /** The bits of √½ as a float: the logarithm scales its argument by a power of 2 into [√½, √2). */
  public static final int LOG_BASE = 0x3F3504F3;

  /** ln(1 + f) = f + f²·Σ LOG_k fᵏ for 1 + f in [√½, √2). */
  public static final float LOG_0 = -0.5f;

  public static final float LOG_1 = 0.3333333f;
  public static final float LOG_2 = -0.2500082f;
  public static final float LOG_3 = 0.20001242f;
  public static final float LOG_4 = -0.16623409f;
  public static final float LOG_5 = 0.1420158f;
  public static final float LOG_6 = -0.1315961f;
  public static final float LOG_7 = 0.12762217f;
  public static final float LOG_8 = -0.07636439f;

  /** sin 2πt = t·TWO_PI + t·Σ SIN_k t²ᵏ for |t| ≤ ¼. */
  public static final float TWO_PI = 6.2831855f;

  public static final float SIN_0 = -1.7484555e-07f;
  public static final float SIN_1 = -41.3417f;
  public static final float SIN_2 = 81.60513f;
  public static final float SIN_3 = -76.69989f;
  public static final float SIN_4 = 41.928146f;
  public static final float SIN_5 = -13.869781f;

  /** For |x| at or above this bound tanh x is computed from exp, below it by the polynomial. */
  public static final float TANH_BREAK = 0.625f;

  /**
   * Larger |x| are replaced by this bound: exp(−2·44) is below 2⁻¹²⁶, so tanh is ±1 and its
   * derivative 0 from here on.
   */
  public static final float TANH_CAP = 44;

  /** tanh x = x + x³·Σ TANH_k x²ᵏ for |x| ≤ 0.625. */
  public static final float TANH_0 = -0.3333328f;

  public static final float TANH_1 = 0.13331406f;
  public static final float TANH_2 = -0.053736515f;
  public static final float TANH_3 = 0.020628167f;
  public static final float TANH_4 = -0.005692296f;

  /**
   * For |x| at or above this bound erf x is computed from the tail of the normal distribution,
   * below it by the polynomial.
   */
  public static final float ERF_BREAK = 0.70703125f;

  /** erf x = x + x·Σ ERF_k x²ᵏ for |x| ≤ √½. */
  public static final float ERF_0 = 0.12837917f;

  public static final float ERF_1 = -0.37612626f;
  public static final float ERF_2 = 0.11283506f;
  public static final float ERF_3 = -0.026842482f;
  public static final float ERF_4 = 0.0051334687f;
  public static final float ERF_5 = -0.0006910098f;

  /**
   * Larger |z| are replaced by this bound: exp(−13.25²/2) is below 2⁻¹²⁶, so the tail and the
   * density of the normal distribution are 0 from here on.
   */
  public static final float TAIL_CAP = 13.25f;

  /**
   * Normal tail: 1 − Φ(a) = exp(−a²/2)·N(a)/D(a) for a ≥ 0, N = Σ TAIL_N_k aᵏ, D = Σ TAIL_D_k aᵏ.
   */
  public static final float TAIL_N_0 = 0.5f;

  public static final float TAIL_N_1 = 0.31609076f;
  public static final float TAIL_N_2 = 0.095097065f;
  public static final float TAIL_N_3 = 0.011655639f;
  public static final float TAIL_D_0 = 1;
  public static final float TAIL_D_1 = 1.4300655f;
  public static final float TAIL_D_2 = 0.83122915f;
  public static final float TAIL_D_3 = 0.23742762f;
  public static final float TAIL_D_4 = 0.02925959f;

  private KernelCoefficients() {}
}

package dev.polysweep.math;

/**
 * Constants of {@link KernelMath} and of its vector twin. The polynomials are minimax fits; the
 * script that made them, {@code fit.py}, and its output lie in the test resources under {@code
 * kernelmath}. {@code X_k} multiplies the k-th power.
 */
public final class KernelCoefficients {

  /**
   * 1.5·2²³: a float near it has unit spacing, so adding it rounds to the nearest integer (ties to
   * even).
   */
  public static final float ROUND = 0x1.8p23f;

  /** The same plus 127, so that the low bits of the sum are the exponent field of 2ⁿ. */
  public static final float ROUND_BIASED = 0x1.8p23f + 127;

  public static final float LOG2_E = 1.442695f;
  public static final float SQRT_2 = 1.4142135f;
  public static final float INV_SQRT_2_PI = 0.3989423f;

  /** ln 2 to 15 bits, so that its product with an exponent is exact, and the rest. */
  public static final float LN_2_HIGH = 0.69314575f;

  public static final float LN_2_LOW = 1.4286068e-06f;

  /** Below this exp is less than 2⁻¹²⁶ and is flushed to 0. */
  public static final float EXP_UNDERFLOW = -87.33654f;

  /** Above this exp overflows. */
  public static final float EXP_OVERFLOW = 88.72283f;

  /** exp r = 1 + r + r²·Σ EXP_k rᵏ for |r| ≤ ln(2)/2. */
  public static final float EXP_0 = 0.49999994f;

  public static final float EXP_1 = 0.16666521f;
  public static final float EXP_2 = 0.041668255f;
  public static final float EXP_3 = 0.008368663f;
  public static final float EXP_4 = 0.0013821468f;

  /** Bits of √½: mantissas are taken from [√½, √2). */
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

  /** From here on tanh is computed from exp. */
  public static final float TANH_BREAK = 0.625f;

  /** exp(−2·44) is below 2⁻¹²⁶: tanh is ±1 and its derivative 0. */
  public static final float TANH_CAP = 44;

  /** tanh x = x + x³·Σ TANH_k x²ᵏ for |x| ≤ 0.625. */
  public static final float TANH_0 = -0.3333328f;

  public static final float TANH_1 = 0.13331406f;
  public static final float TANH_2 = -0.053736515f;
  public static final float TANH_3 = 0.020628167f;
  public static final float TANH_4 = -0.005692296f;

  /** From here on erf is computed from the normal tail. */
  public static final float ERF_BREAK = 0.70703125f;

  /** erf x = x + x·Σ ERF_k x²ᵏ for |x| ≤ √½. */
  public static final float ERF_0 = 0.12837917f;

  public static final float ERF_1 = -0.37612626f;
  public static final float ERF_2 = 0.11283506f;
  public static final float ERF_3 = -0.026842482f;
  public static final float ERF_4 = 0.0051334687f;
  public static final float ERF_5 = -0.0006910098f;

  /** exp(−13.25²/2) is below 2⁻¹²⁶: the tail and the density are 0. */
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

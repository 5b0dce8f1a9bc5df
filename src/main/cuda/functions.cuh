// The elementary functions of dev.polysweep.math.KernelMath: the same operations in the same order, so the
// same bits. The constants are those of KernelCoefficients; a test compares the two lists.
#pragma once
#include "numbers.cuh"

constexpr float ROUND = 0x1.8p23f;
constexpr float ROUND_BIASED = 0x1.8p23f + 127;
constexpr float LOG2_E = 1.442695f;
constexpr float INV_SQRT_2_PI = 0.3989423f;
constexpr float LN_2_HIGH = 0.69314575f;
constexpr float LN_2_LOW = 1.4286068e-06f;
constexpr float EXP_UNDERFLOW = -87.33654f;
constexpr float EXP_OVERFLOW = 88.72283f;
constexpr float EXP_0 = 0.49999994f;
constexpr float EXP_1 = 0.16666521f;
constexpr float EXP_2 = 0.041668255f;
constexpr float EXP_3 = 0.008368663f;
constexpr float EXP_4 = 0.0013821468f;
constexpr int LOG_BASE = 0x3F3504F3;
constexpr float LOG_0 = -0.5f;
constexpr float LOG_1 = 0.3333333f;
constexpr float LOG_2 = -0.2500082f;
constexpr float LOG_3 = 0.20001242f;
constexpr float LOG_4 = -0.16623409f;
constexpr float LOG_5 = 0.1420158f;
constexpr float LOG_6 = -0.1315961f;
constexpr float LOG_7 = 0.12762217f;
constexpr float LOG_8 = -0.07636439f;
constexpr float TWO_PI = 6.2831855f;
constexpr float SIN_0 = -1.7484555e-07f;
constexpr float SIN_1 = -41.3417f;
constexpr float SIN_2 = 81.60513f;
constexpr float SIN_3 = -76.69989f;
constexpr float SIN_4 = 41.928146f;
constexpr float SIN_5 = -13.869781f;
constexpr float TANH_BREAK = 0.625f;
constexpr float TANH_CAP = 44;
constexpr float TANH_0 = -0.3333328f;
constexpr float TANH_1 = 0.13331406f;
constexpr float TANH_2 = -0.053736515f;
constexpr float TANH_3 = 0.020628167f;
constexpr float TANH_4 = -0.005692296f;
constexpr float TAIL_CAP = 13.25f;
constexpr float TAIL_N_0 = 0.5f;
constexpr float TAIL_N_1 = 0.31609076f;
constexpr float TAIL_N_2 = 0.095097065f;
constexpr float TAIL_N_3 = 0.011655639f;
constexpr float TAIL_D_0 = 1;
constexpr float TAIL_D_1 = 1.4300655f;
constexpr float TAIL_D_2 = 0.83122915f;
constexpr float TAIL_D_3 = 0.23742762f;
constexpr float TAIL_D_4 = 0.02925959f;

constexpr float LEAST_NORMAL = 0x1p-126f;
#define INFINITE __builtin_inff()

DEVICE float expPolynomial(float r) {
  float p = fma(EXP_4, r, EXP_3);
  p = fma(p, r, EXP_2);
  p = fma(p, r, EXP_1);
  p = fma(p, r, EXP_0);
  p = fma(p, r, 1.0f);
  return fma(p, r, 1.0f);
}

// exp(x − n·ln 2) for the integer n nearest to x/ln 2.
DEVICE float expPolynomial(float x, float n) { return expPolynomial(fma(n, -LN_2_LOW, fma(n, -LN_2_HIGH, x))); }

DEVICE float exponential(float x) {
  float t = fma(x, LOG2_E, ROUND);
  float p = expPolynomial(x, t - ROUND);
  float y = floatOf(bitsOf(p) + (bitsOf(t) << 23));
  y = x < EXP_UNDERFLOW ? 0.0f : y;
  y = x > EXP_OVERFLOW ? INFINITE : y;
  return x != x ? x : y;
}

DEVICE float logarithm(float x) {
  int bits = (int)(bitsOf(x) - (u32)LOG_BASE);
  float f = floatOf((u32)((bits & 0x7FFFFF) + LOG_BASE)) - 1.0f;
  float k = floatOf((u32)(bits >> 23) + bitsOf(ROUND)) - ROUND;
  float p = fma(LOG_8, f, LOG_7);
  p = fma(p, f, LOG_6);
  p = fma(p, f, LOG_5);
  p = fma(p, f, LOG_4);
  p = fma(p, f, LOG_3);
  p = fma(p, f, LOG_2);
  p = fma(p, f, LOG_1);
  p = fma(p, f, LOG_0);
  float low = fma(f * f, p, k * LN_2_LOW);
  float y = fma(k, LN_2_HIGH, f + low);
  y = x < LEAST_NORMAL ? (x <= -LEAST_NORMAL ? __builtin_nanf("") : -INFINITE) : y;
  return x < INFINITE ? y : x;
}

// sin 2πt for |t| ≤ ¼.
DEVICE float sinQuarter(float t) {
  float s = t * t;
  float p = fma(SIN_5, s, SIN_4);
  p = fma(p, s, SIN_3);
  p = fma(p, s, SIN_2);
  p = fma(p, s, SIN_1);
  p = fma(p, s, SIN_0);
  return fma(t, TWO_PI, t * p);
}

DEVICE float cosTwoPi(float u) {
  float h = u - ((u + ROUND) - ROUND);
  return sinQuarter(0.25f - magnitude(h));
}

DEVICE float sinTwoPi(float u) {
  float h = u - ((u + ROUND) - ROUND);
  float a = magnitude(h);
  return sinQuarter(withSign(a > 0.25f ? 0.5f - a : a, h));
}

// 2ⁿ for t = n + ROUND_BIASED.
DEVICE float powerOfTwo(float t) { return floatOf(bitsOf(t) << 23); }

// tanh z; overwrites slope with its derivative.
DEVICE float tangent(float z, float& slope) {
  float a = magnitude(z);
  float w = -2.0f * (a > TANH_CAP ? TANH_CAP : a);
  float t = fma(w, LOG2_E, ROUND_BIASED);
  float e = expPolynomial(w, t - ROUND_BIASED) * powerOfTwo(t);
  float q = 1.0f / (1.0f + e);
  float large = fma(-2.0f * e, q, 1.0f);
  float s = a * a;
  float p = fma(TANH_4, s, TANH_3);
  p = fma(p, s, TANH_2);
  p = fma(p, s, TANH_1);
  p = fma(p, s, TANH_0);
  float small = fma(a * s, p, a);
  slope = 4.0f * e * q * q;
  return withSign(a >= TANH_BREAK ? large : small, z);
}

// GELU of z; overwrites slope with its derivative.
DEVICE float gelu(float z, float& slope) {
  float a = magnitude(z);
  a = a > TAIL_CAP ? TAIL_CAP : a;
  float h = -0.5f * a;
  float t = fma(h * a, LOG2_E, ROUND_BIASED);
  float n = t - ROUND_BIASED;
  float e = expPolynomial(fma(n, -LN_2_LOW, fma(h, a, n * -LN_2_HIGH))) * powerOfTwo(t);
  float p = fma(TAIL_N_3, a, TAIL_N_2);
  p = fma(p, a, TAIL_N_1);
  p = fma(p, a, TAIL_N_0);
  float q = fma(TAIL_D_4, a, TAIL_D_3);
  q = fma(q, a, TAIL_D_2);
  q = fma(q, a, TAIL_D_1);
  q = fma(q, a, TAIL_D_0);
  float ratio = p / q;
  float tail = fma(-INV_SQRT_2_PI, a, ratio) * e;
  slope = z < 0.0f ? tail : 1.0f - tail;
  return fma(-(a * e), ratio, z < 0.0f ? 0.0f : z);
}

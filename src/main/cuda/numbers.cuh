// Numbers: fused multiply-adds, four neighbouring floats, bits.
#pragma once
#include "platform.cuh"

typedef unsigned int u32;
typedef unsigned long long u64;

// a·b + c, rounded once. Nothing else is fused: the compilers run with -ffp-contract=off.
DEVICE float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }

DEVICE u32 bitsOf(float x) {
  u32 bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  return bits;
}

DEVICE float floatOf(u32 bits) {
  float x;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}

DEVICE float magnitude(float x) { return floatOf(bitsOf(x) & 0x7FFFFFFFu); }

// The non-negative number magnitude with the sign bit of sign.
DEVICE float withSign(float magnitude, float sign) {
  return floatOf(bitsOf(magnitude) | (bitsOf(sign) & 0x80000000u));
}

// Hides from the compiler what x is, so that it unpacks x where that is used and keeps no register for it from
// one step to the next.
DEVICE u32 opaque(u32 x) {
  asm volatile("" : "+r"(x));
  return x;
}

DEVICE int least(int a, int b) { return a < b ? a : b; }

// n rounded up to a multiple of 4.
DEVICE int fours(int n) { return (n + 3) & ~3; }

// Four neighbouring samples, or four neighbouring partial sums.
struct alignas(16) Four {
  float x, y, z, w;
};

// Two neighbouring partial sums.
struct alignas(8) Two {
  float x, y;
};

template <typename V>
DEVICE V loadAs(const float* at) { return *(const V*)at; }
DEVICE void store(float* at, Two v) { *(Two*)at = v; }
DEVICE Two fma(Two a, Two b, Two c) { return {fma(a.x, b.x, c.x), fma(a.y, b.y, c.y)}; }

DEVICE Four load(const float* at) { return *(const Four*)at; }
typedef float Floats __attribute__((vector_size(16)));
DEVICE Four loadGlobal(const float* at) {
  Floats v = *(const GLOBAL Floats*)at;
  return {v[0], v[1], v[2], v[3]};
}
DEVICE void store(float* at, Four v) { *(Four*)at = v; }

DEVICE Four four(float v) { return {v, v, v, v}; }

// a·b + c on each of the four.
DEVICE Four fma(float a, Four b, Four c) {
  return {fma(a, b.x, c.x), fma(a, b.y, c.y), fma(a, b.z, c.z), fma(a, b.w, c.w)};
}

DEVICE Four fma(Four a, Four b, Four c) {
  return {fma(a.x, b.x, c.x), fma(a.y, b.y, c.y), fma(a.z, b.z, c.z), fma(a.w, b.w, c.w)};
}

DEVICE Four plus(Four a, Four b) { return {a.x + b.x, a.y + b.y, a.z + b.z, a.w + b.w}; }
DEVICE Four times(Four a, Four b) { return {a.x * b.x, a.y * b.y, a.z * b.z, a.w * b.w}; }
DEVICE Four magnitude(Four a) { return {magnitude(a.x), magnitude(a.y), magnitude(a.z), magnitude(a.w)}; }

// The sixteen partial sums added up: the upper half to the lower half, four times.
DEVICE float fold(const float* partial) {
  Four s = plus(plus(load(partial), load(partial + 8)), plus(load(partial + 4), load(partial + 12)));
  return (s.x + s.z) + (s.y + s.w);
}

// Moments below this are set to 0.
constexpr float FLUSH = 1e-30f;

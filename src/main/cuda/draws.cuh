// Random draws: Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011) as dev.polysweep.math.Philox computes it,
// and from its words the noise of NoiseDraws and the features of TrainingData.SparseFeatures.
#pragma once
#include "functions.cuh"

// StreamId.
constexpr u32 NOISE = 3, ACTIVE = 6, VALUE = 7;

// Noise.Kind.
constexpr int BIPOLAR = 0, POSITIVE_KURTOSIS = 1, GAUSSIAN = 2, NO_NOISE = 3;

struct Words {
  u32 a, b, c, d;
};

// The four words of (seed, stream, step, sample, block).
DEVICE Words philox(u32 key0, u32 key1, u32 stream, u32 step, u32 sample, u32 block) {
  u32 c0 = block, c1 = sample, c2 = step, c3 = stream;
#pragma unroll
  for (int round = 0; round < 10; round++) {
    u64 p = (u64)0xD2511F53u * c0, q = (u64)0xCD9E8D57u * c2;
    c0 = (u32)(q >> 32) ^ c1 ^ key0;
    c2 = (u32)(p >> 32) ^ c3 ^ key1;
    c1 = (u32)q;
    c3 = (u32)p;
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  return {c0, c1, c2, c3};
}

// Uniform on [0, 1): the upper 24 bits.
DEVICE float uniform(u32 word) { return (float)(int)(word >> 8) * 0x1p-24f; }

// Uniform on (0, 1].
DEVICE float uniformPositive(u32 word) { return (float)(int)((word >> 8) + 1) * 0x1p-24f; }

// The units whose noise comes from one block of words.
DEVICE int unitsOfBlock(int kind) { return kind == GAUSSIAN ? 4 : kind == POSITIVE_KURTOSIS ? 2 : 128; }

// Box and Muller: the radius √(−2 ln u⁺).
DEVICE float gaussianRadius(u32 word) { return squareRoot(logarithm(uniformPositive(word)) * -2.0f); }

// Bailey's method for 3 degrees of freedom: √(3(u⁺^(−2/3) − 1)) · cos 2πu.
DEVICE float student(u32 radius, u32 angle) {
  float e = exponential(logarithm(uniformPositive(radius)) * (-2 / 3.0f));
  return squareRoot((e - 1.0f) * 3.0f) * cosTwoPi(uniform(angle));
}

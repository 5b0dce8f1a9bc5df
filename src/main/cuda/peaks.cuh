// Peaks of pre-activations: the greatest of each PEAK columns of a row, by which selections pass over what they
// do not need. The columns of a peak are two quads of a thread of the product: of 64 columns, peak i has those
// from 4·i and from 32 + 4·i on.
#pragma once
#include "functions.cuh"
#include "lanes.cuh"

constexpr int PEAK = 8;

// The greatest of m and four numbers; what is not a number counts as nothing.
DEVICE float peak(float m, Four v) {
  m = v.x > m ? v.x : m;
  m = v.y > m ? v.y : m;
  m = v.z > m ? v.z : m;
  return v.w > m ? v.w : m;
}

// The first column of the first quad of a peak; the other one's is 32 further on.
DEVICE int firstColumn(int p) { return p / 8 * 64 + p % 8 * 4; }

// The peak that a quad belongs to.
DEVICE int peakOf(int quad) { return quad / 16 * 8 + quad % 8; }

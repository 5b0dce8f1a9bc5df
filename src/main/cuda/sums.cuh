// Sums over samples, and over parameters. Each has sixteen partial sums, of which number s mod 16 adds the
// terms of the samples s in their order; at the end these are folded in one order. A thread has four of the
// sixteen, so four threads share a sum; between the chunks of a batch partial sums lie in memory.
//
// All sums of a step are dealt out to the threads as one list, which Deal counts through.
#pragma once
#include "cell.cuh"

// The position of this thread in a list of items that several loops go through one after another.
struct Deal {
  int item;
};

// Goes on to the next loop after one of so many items.
DEVICE void next(Deal& deal, int items) { deal.item -= items; }

// Σ_s a[r][s]·b[c][s] of four features a and four features b, to sums[(r·columns + c)·16 + lane].
DEVICE void tileSums(const float* a, const float* b, int row, int count, bool begin, float* sums, int columns, int rows, int cols, int lane) {
  Four sum[4][4];
#pragma unroll
  for (int r = 0; r < 4; r++) {
#pragma unroll
    for (int c = 0; c < 4; c++) {
      sum[r][c] = four(0.0f);
      if (!begin && r < rows && c < cols) sum[r][c] = load(sums + (r * columns + c) * 16 + lane);
    }
  }
#pragma unroll 1
  for (int s = lane; s < count; s += 16) {
    Four v[4];
#pragma unroll
    for (int c = 0; c < 4; c++) v[c] = load(b + c * row + s);
#pragma unroll
    for (int r = 0; r < 4; r++) {
      Four u = load(a + r * row + s);
#pragma unroll
      for (int c = 0; c < 4; c++) sum[r][c] = fma(u, v[c], sum[r][c]);
    }
  }
#pragma unroll
  for (int r = 0; r < 4; r++) {
#pragma unroll
    for (int c = 0; c < 4; c++) {
      if (r < rows && c < cols) store(sums + (r * columns + c) * 16 + lane, sum[r][c]);
    }
  }
}

// The gradient of a weight matrix [aCount][bCount].
DEVICE void matrixSums(Deal& deal, const float* a, int aCount, const float* b, int bCount, int row, int count, bool begin, float* sums) {
  int across = fours(bCount) >> 2, items = (fours(aCount) >> 2) * across * 4;
  for (; deal.item < items; deal.item += threadCount()) {
    int lane = (deal.item & 3) * 4, tile = deal.item >> 2, r = tile / across * 4, c = tile % across * 4;
    tileSums(a + r * row, b + c * row, row, count, begin, sums + (r * bCount + c) * 16, bCount, aCount - r, bCount - c, lane);
  }
  next(deal, items);
}

constexpr int PLAIN = 0, ABSOLUTE = 1, SQUARE = 2;

// Four partial sums of a, |a| or a² over count entries; entries from "end" on count as 0.
template <int KIND>
DEVICE Four rowSum(const float* a, int count, int end, int lane, Four sum) {
#pragma unroll 4
  for (int s = lane; s < count; s += 16) {
    Four v = load(a + s);
    if (KIND == ABSOLUTE) {
      v.x = s < end ? v.x : 0.0f;
      v.y = s + 1 < end ? v.y : 0.0f;
      v.z = s + 2 < end ? v.z : 0.0f;
      v.w = s + 3 < end ? v.w : 0.0f;
      sum = plus(sum, magnitude(v));
    } else {
      sum = KIND == SQUARE ? fma(v, v, sum) : plus(sum, v);
    }
  }
  return sum;
}

// The sums of a kind over rows [rows][row], to sums[r·16 + lane].
template <int KIND>
DEVICE void rowSums(Deal& deal, const float* a, int row, int rows, int count, int end, bool begin, float* sums) {
  for (; deal.item < rows * 4; deal.item += threadCount()) {
    int lane = (deal.item & 3) * 4, r = deal.item >> 2;
    float* at = sums + r * 16 + lane;
    Four sum = four(0.0f);
    if (!begin) sum = load(at);
    store(at, rowSum<KIND>(a + r * row, count, end, lane, sum));
  }
  next(deal, rows * 4);
}

// The sixteen partial sums added up: the upper half to the lower half, four times.
DEVICE float fold(const float* partial) {
  Four s = plus(plus(load(partial), load(partial + 8)), plus(load(partial + 4), load(partial + 12)));
  return (s.x + s.z) + (s.y + s.w);
}

// The dense product of the encoder, z[s][f] = bias[f] + Σ_i x[s][i]·w[f][i]: a chain of fused multiply-adds in
// the order of i. Both factors come with i as the slow index, so that a tile is read as it lies.
#pragma once
#include "peaks.cuh"

// A block computes ROWS × COLUMNS of the product, a thread R × C of them. The lanes of a warp are 4 × 8, and
// WIDE warps lie beside each other. A thread's rows and columns are in groups of four neighbours, 16 and 32
// apart, so that the lanes of a warp read neighbouring quads of shared memory. Lanes are in Z-order, the lowest
// bit of their number for the column, the next one for the row, and so on: then lanes i and i ^ 1 read the same
// quad of a, and i and i ^ 2 the same of b, which takes shared memory half the time.
//   a [inputs][aStride], b [inputs][bStride], out [rows][outStride], peaks [rows][outStride / 8]
// Shared memory: two stages of DEEP inputs, 2·DEEP·(ROWS + COLUMNS) floats.
template <int ROWS, int COLUMNS, int R, int C, int DEEP>
DEVICE void product(const float* a, int aStride, const float* b, int bStride, const float* bias, float* out, int outStride, float* peaks, int inputs, int tilesDown) {
  static_assert(C == PEAK, "a thread's columns are those of a peak");
  constexpr int WIDE = COLUMNS / (8 * C), THREADS = 32 * WIDE * (ROWS / (4 * R));
  constexpr int A = DEEP * ROWS / 4 / THREADS, B = DEEP * COLUMNS / 4 / THREADS, STAGE = DEEP * (ROWS + COLUMNS);
  int t = threadIndex(), row0 = blockIndex() % tilesDown * ROWS, column0 = blockIndex() / tilesDown * COLUMNS;
  int warpRow = t / 32 / WIDE * (4 * R), warpColumn = t / 32 % WIDE * (8 * C);
  int ownRow = warpRow + ((t >> 1 & 1) + (t >> 2 & 2)) * 4;
  int ownColumn = warpColumn + ((t & 1) + (t >> 1 & 2) + (t >> 2 & 4)) * 4;

  Four sum[R][C / 4];
#pragma unroll
  for (int c = 0; c < C / 4; c++) {
    Four begin = load(bias + column0 + ownColumn + 32 * c);
#pragma unroll
    for (int r = 0; r < R; r++) sum[r][c] = begin;
  }

  // This thread's part of what a stage copies.
  const float* fromA = a + (u64)(t / (ROWS / 4)) * aStride + row0 + t % (ROWS / 4) * 4;
  const float* fromB = b + (u64)(t / (COLUMNS / 4)) * bStride + column0 + t % (COLUMNS / 4) * 4;
  constexpr int DOWN_A = THREADS / (ROWS / 4), DOWN_B = THREADS / (COLUMNS / 4);
  Four nextA[A], nextB[B];
#pragma unroll
  for (int i = 0; i < A; i++) nextA[i] = load(fromA + (u64)(i * DOWN_A) * aStride);
#pragma unroll
  for (int i = 0; i < B; i++) nextB[i] = load(fromB + (u64)(i * DOWN_B) * bStride);
  float* stage = sharedMemory;
#pragma unroll
  for (int i = 0; i < A; i++) store(stage + (t + i * THREADS) * 4, nextA[i]);
#pragma unroll
  for (int i = 0; i < B; i++) store(stage + DEEP * ROWS + (t + i * THREADS) * 4, nextB[i]);
  barrier();

#pragma unroll 1
  for (int k = 0; k < inputs; k += DEEP) {
    bool more = k + DEEP < inputs;
    if (more) {
      fromA += (u64)DEEP * aStride;
      fromB += (u64)DEEP * bStride;
#pragma unroll
      for (int i = 0; i < A; i++) nextA[i] = load(fromA + (u64)(i * DOWN_A) * aStride);
#pragma unroll
      for (int i = 0; i < B; i++) nextB[i] = load(fromB + (u64)(i * DOWN_B) * bStride);
    }
    const float* as = stage + ownRow;
    const float* bs = stage + DEEP * ROWS + ownColumn;
#pragma unroll
    for (int i = 0; i < DEEP; i++) {
      Four v[C / 4], u[R / 4];
#pragma unroll
      for (int r = 0; r < R / 4; r++) u[r] = load(as + i * ROWS + 16 * r);
#pragma unroll
      for (int c = 0; c < C / 4; c++) v[c] = load(bs + i * COLUMNS + 32 * c);
#pragma unroll
      for (int r = 0; r < R / 4; r++) {
#pragma unroll
        for (int c = 0; c < C / 4; c++) {
          sum[4 * r][c] = fma(u[r].x, v[c], sum[4 * r][c]);
          sum[4 * r + 1][c] = fma(u[r].y, v[c], sum[4 * r + 1][c]);
          sum[4 * r + 2][c] = fma(u[r].z, v[c], sum[4 * r + 2][c]);
          sum[4 * r + 3][c] = fma(u[r].w, v[c], sum[4 * r + 3][c]);
        }
      }
    }
    stage = stage == sharedMemory ? sharedMemory + STAGE : sharedMemory;
    if (more) {
#pragma unroll
      for (int i = 0; i < A; i++) store(stage + (t + i * THREADS) * 4, nextA[i]);
#pragma unroll
      for (int i = 0; i < B; i++) store(stage + DEEP * ROWS + (t + i * THREADS) * 4, nextB[i]);
    }
    barrier();
  }

#pragma unroll
  for (int r = 0; r < R; r++) {
    int row = row0 + ownRow + r / 4 * 16 + r % 4;
    float* to = out + (u64)row * outStride + column0 + ownColumn;
#pragma unroll
    for (int c = 0; c < C / 4; c++) store(to + 32 * c, sum[r][c]);
    peaks[(u64)row * (outStride / PEAK) + (column0 + warpColumn) / PEAK + (ownColumn - warpColumn) / 4] = peak(peak(-INFINITE, sum[r][0]), sum[r][1]);
  }
}

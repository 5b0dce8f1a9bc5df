// The dense product of the encoder, z[s][f] = bias[f] + Σ_i x[s][i]·w[f][i]: a chain of fused multiply-adds in
// the order of i. Both factors lie as they are used elsewhere, with i as the fast index; shared memory has them
// across, so that a thread reads its rows and columns of one i as quads.
#pragma once
#include "peaks.cuh"

// A block computes ROWS × COLUMNS of the product, a thread R × C of them. The lanes of a warp are 4 × 8, and
// WIDE warps lie beside each other. A thread's rows and columns are in groups of four neighbours, 16 and 32
// apart, so that the lanes of a warp read neighbouring quads of shared memory. Lanes are in Z-order, the lowest
// bit of their number for the column, the next one for the row, and so on: then lanes i and i ^ 1 read the same
// quad of a, and i and i ^ 2 the same of b, which takes shared memory half the time.
//   a [rows][stride], b [latents][stride], out [rows][outStride], peaks [rows][outStride / 8]
// Shared memory: two stages, each of DEEP inputs of the rows and of the columns, PITCH floats an input: rows of
// shared memory are longer than the tile by a quad, so that what a warp writes falls on all banks.
template <int SIDE>
DEVICE constexpr int pitch() { return SIDE + 4; }

// The part of a tile that a thread copies: quads of inputs, of so many rows of a matrix.
template <int SIDE, int DEEP, int THREADS>
struct Copied {
  static constexpr int QUADS = DEEP / 4, COUNT = SIDE * QUADS / THREADS, DOWN = THREADS / QUADS;
  const float* from;
  int row, rows, to;
  u64 step;
  Four next[COUNT];
};

// The tile begins at row0 of a matrix with so many rows, beyond which there are zeros.
template <int SIDE, int DEEP, int THREADS>
DEVICE void aim(Copied<SIDE, DEEP, THREADS>& own, const float* matrix, int stride, int row0, int rows) {
  constexpr int QUADS = DEEP / 4;
  int t = threadIndex();
  own.row = row0 + t / QUADS, own.rows = rows, own.step = (u64)own.DOWN * stride;
  own.from = matrix + (u64)own.row * stride + t % QUADS * 4;
  own.to = t % QUADS * 4 * pitch<SIDE>() + t / QUADS;
}

template <int SIDE, int DEEP, int THREADS>
DEVICE void fetch(Copied<SIDE, DEEP, THREADS>& own) {
#pragma unroll
  for (int i = 0; i < own.COUNT; i++) own.next[i] = own.row + i * own.DOWN < own.rows ? load(own.from + i * own.step) : four(0.0f);
  own.from += DEEP;
}

template <int SIDE, int DEEP, int THREADS>
DEVICE void put(const Copied<SIDE, DEEP, THREADS>& own, float* tile) {
#pragma unroll
  for (int i = 0; i < own.COUNT; i++) {
    float* at = tile + own.to + i * own.DOWN;
    at[0] = own.next[i].x;
    at[pitch<SIDE>()] = own.next[i].y;
    at[2 * pitch<SIDE>()] = own.next[i].z;
    at[3 * pitch<SIDE>()] = own.next[i].w;
  }
}

template <int ROWS, int COLUMNS, int R, int C, int DEEP>
DEVICE void product(const float* a, const float* b, int stride, int rows, int latents, const float* bias, float* out, int outStride, float* peaks, int inputs, int tilesDown) {
  static_assert(C == PEAK, "a thread's columns are those of a peak");
  constexpr int WIDE = COLUMNS / (8 * C), THREADS = 32 * WIDE * (ROWS / (4 * R));
  constexpr int PITCH_A = pitch<ROWS>(), PITCH_B = pitch<COLUMNS>(), STAGE = DEEP * (PITCH_A + PITCH_B);
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

  Copied<ROWS, DEEP, THREADS> ofA;
  Copied<COLUMNS, DEEP, THREADS> ofB;
  aim(ofA, a, stride, row0, rows);
  aim(ofB, b, stride, column0, latents);
  float* stage = sharedMemory;
  fetch(ofA);
  fetch(ofB);
  put(ofA, stage);
  put(ofB, stage + DEEP * PITCH_A);
  barrier();

#pragma unroll 1
  for (int k = 0; k < inputs; k += DEEP) {
    bool more = k + DEEP < inputs;
    if (more) {
      fetch(ofA);
      fetch(ofB);
    }
    const float* as = stage + ownRow;
    const float* bs = stage + DEEP * PITCH_A + ownColumn;
#pragma unroll
    for (int i = 0; i < DEEP; i++) {
      Four v[C / 4], u[R / 4];
#pragma unroll
      for (int r = 0; r < R / 4; r++) u[r] = load(as + i * PITCH_A + 16 * r);
#pragma unroll
      for (int c = 0; c < C / 4; c++) v[c] = load(bs + i * PITCH_B + 32 * c);
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
      put(ofA, stage);
      put(ofB, stage + DEEP * PITCH_A);
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

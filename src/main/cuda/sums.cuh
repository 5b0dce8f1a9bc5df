// Sums over samples, and over parameters. Each has sixteen partial sums, of which number s mod 16 adds the
// terms of the samples s in their order; at the end these are folded in one order. Between the chunks of a
// batch a thread keeps its partial sums in registers (Held), where there are threads enough for all of them;
// else they lie in memory.
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

// A tile of a weight matrix's gradient, Σ_s a[r][s]·b[c][s] for four features a and four features b, and the
// first of the partial sums that a thread has of each.
struct Tile {
  int a, b;        // work: the first features
  int number;      // of the sum of the first two features
  int columns;     // sums from one feature a to the next
  int rows, cols;  // features that there are, if fewer than four; none for a thread without a tile
  int lane;
};

// Adds the products of count samples, a multiple of 64, to the partial sums of a tile; V: as many of them as
// a thread has.
template <typename V>
DEVICE void addProducts(const float* a, const float* b, int row, int count, int lane, V (&sum)[4][4]) {
#pragma unroll 1
  for (int first = lane; first < count; first += 64) {
#pragma unroll
    for (int s = first; s < first + 64; s += 16) {
      V v[4];
#pragma unroll
      for (int c = 0; c < 4; c++) v[c] = loadAs<V>(b + c * row + s);
#pragma unroll
      for (int r = 0; r < 4; r++) {
        V u = loadAs<V>(a + r * row + s);
#pragma unroll
        for (int c = 0; c < 4; c++) sum[r][c] = fma(u, v[c], sum[r][c]);
      }
    }
  }
}

template <typename V>
DEVICE void storeTile(const Tile& tile, const V (&sum)[4][4], float* sums) {
#pragma unroll
  for (int r = 0; r < 4; r++) {
#pragma unroll
    for (int c = 0; c < 4; c++) {
      if (r < tile.rows && c < tile.cols) store(sums + (tile.number + r * tile.columns + c) * 16 + tile.lane, sum[r][c]);
    }
  }
}

// The features whose products are the gradient of a use of weights: the errors d of the layer, and "in",
// what it reads; for a tied layer the other way round, since its weights are those of another, transposed.
struct Factors {
  int a, aCount, b, bCount;
};

DEVICE Factors factorsOf(const Layer& layer, int in) {
  if (layer.tie != UNTIED) return {in, layer.inputs, layer.d, layer.outputs};
  return {layer.d, layer.outputs, in, layer.inputs};
}

DEVICE int tilesOf(Factors f) { return (fours(f.aCount) >> 2) * (fours(f.bCount) >> 2); }

DEVICE Tile tileOf(const Layer& layer, Factors f, int row, int number, int lane) {
  int across = fours(f.bCount) >> 2, r = number / across * 4, c = number % across * 4;
  return {f.a + r * row, f.b + c * row, layer.gradient + r * f.bCount + c, f.bCount, f.aCount - r, f.bCount - c, lane};
}

constexpr int PLAIN = 0, ABSOLUTE = 1, SQUARE = 2;

// Adds four entries of a, |a| or a² to four partial sums.
template <int KIND>
DEVICE Four added(Four v, Four sum) {
  return KIND == SQUARE ? fma(v, v, sum) : plus(sum, KIND == ABSOLUTE ? magnitude(v) : v);
}

// Four partial sums of a, |a| or a² over count entries.
template <int KIND>
DEVICE Four rowSum(const float* a, int count, int lane, Four sum) {
#pragma unroll 4
  for (int s = lane; s < count; s += 16) sum = added<KIND>(load(a + s), sum);
  return sum;
}

// The same for |a|, where entries from "end" on count as 0.
DEVICE Four rowSumUntil(const float* a, int count, int end, int lane, Four sum) {
  for (int s = lane; s < count; s += 16) {
    Four v = load(a + s);
    v.x = s < end ? v.x : 0.0f;
    v.y = s + 1 < end ? v.y : 0.0f;
    v.z = s + 2 < end ? v.z : 0.0f;
    v.w = s + 3 < end ? v.w : 0.0f;
    sum = added<ABSOLUTE>(v, sum);
  }
  return sum;
}

// A sum over the samples of one unit: of its error, of its |h|, or of the squares of its residual.
struct Row {
  int at;      // work: the unit's samples
  int number;  // of the sum
  int kind;    // −1 for a thread without one
  int lane;
};

DEVICE int rowsOf(const Layer& layer) { return (layer.bias >= 0 ? layer.outputs : 0) + (layer.activity >= 0 ? layer.outputs : 0); }

// Row number i of a layer.
DEVICE Row rowOf(const Layer& layer, int row, int i, int lane) {
  if (layer.bias >= 0) {
    if (i < layer.outputs) return {layer.d + i * row, layer.bias + i, PLAIN, lane};
    i -= layer.outputs;
  }
  return {layer.h + i * row, layer.activity + i, ABSOLUTE, lane};
}

DEVICE Row residualOf(const Cell& cell, int row, int k, int lane) { return {cell.residual + k * row, cell.errors + k, SQUARE, lane}; }

DEVICE Four addRow(const Row& r, const float* work, int count, int left, Four sum) {
  const float* a = work + r.at;
  if (r.kind == PLAIN) return rowSum<PLAIN>(a, count, r.lane, sum);
  if (r.kind == SQUARE) return rowSum<SQUARE>(a, count, r.lane, sum);
  return rowSumUntil(a, count, left, r.lane, sum);
}

// What a thread sums of every batch, and the partial sums.
struct Held {
  Tile tile;
  Row row;
  Two products[4][4];
  Four rowSums;
};

constexpr int TILE_THREADS = 8, ROW_THREADS = 4;

// Deals the sums over samples out: tiles from the first thread on, rows from the last one down.
DEVICE void dealOut(const Cell& cell, int row, Held& held) {
  const Layer* layers = cell.layers;
  int item = threadIndex() / TILE_THREADS, lane = threadIndex() % TILE_THREADS * 2, in = cell.batch;
  held.tile.rows = held.tile.cols = 0;
  held.row.kind = -1;
  for (int l = 0; l < cell.depth; l++) {
    Factors f = factorsOf(layers[l], in);
    int tiles = tilesOf(f);
    if (item >= 0 && item < tiles) held.tile = tileOf(layers[l], f, row, item, lane);
    item -= tiles;
    in = layers[l].noisy;
  }
  item = (threadCount() - 1 - threadIndex()) / ROW_THREADS, lane = threadIndex() % ROW_THREADS * 4;
  for (int l = 0; l < cell.depth; l++) {
    int rows = rowsOf(layers[l]);
    if (item >= 0 && item < rows) held.row = rowOf(layers[l], row, item, lane);
    item -= rows;
  }
  if (item >= 0 && item < layers[cell.depth - 1].outputs) held.row = residualOf(cell, row, item, lane);
}

DEVICE void clear(Held& held) {
#pragma unroll
  for (int r = 0; r < 4; r++) {
#pragma unroll
    for (int c = 0; c < 4; c++) held.products[r][c] = {0.0f, 0.0f};
  }
  held.rowSums = four(0.0f);
}

// Adds the samples of a chunk to the held sums; left: samples from the chunk's first to the batch's end.
DEVICE void addChunk(const float* work, int row, int count, int left, Held& held) {
  if (held.tile.rows > 0) addProducts<Two>(work + held.tile.a, work + held.tile.b, row, count, held.tile.lane, held.products);
  if (held.row.kind >= 0) held.rowSums = addRow(held.row, work, count, left, held.rowSums);
}

DEVICE void storeHeld(const Held& held, float* sums) {
  if (held.tile.rows > 0) storeTile(held.tile, held.products, sums);
  if (held.row.kind >= 0) store(sums + held.row.number * 16 + held.row.lane, held.rowSums);
}

// The same with partial sums in memory: all sums over samples of a chunk, which begin with the first one.
DEVICE void addChunk(const Cell& cell, const float* work, int row, int from, int count, float* sums) {
  Deal deal = {threadIndex()};
  const Layer* layers = cell.layers;
  bool begin = from == 0;
  int in = cell.batch, left = cell.samples - from;
  for (int l = 0; l < cell.depth; l++) {
    const Layer& layer = layers[l];
    Factors f = factorsOf(layer, in);
    int items = tilesOf(f) * 4;
    for (; deal.item < items; deal.item += threadCount()) {
      Tile tile = tileOf(layer, f, row, deal.item >> 2, (deal.item & 3) * 4);
      Four sum[4][4];
#pragma unroll
      for (int r = 0; r < 4; r++) {
#pragma unroll
        for (int c = 0; c < 4; c++) {
          sum[r][c] = four(0.0f);
          if (!begin && r < tile.rows && c < tile.cols) sum[r][c] = load(sums + (tile.number + r * tile.columns + c) * 16 + tile.lane);
        }
      }
      addProducts<Four>(work + tile.a, work + tile.b, row, count, tile.lane, sum);
      storeTile(tile, sum, sums);
    }
    next(deal, items);
    in = layer.noisy;
  }
  for (int l = 0; l <= cell.depth; l++) {
    int items = (l < cell.depth ? rowsOf(layers[l]) : layers[cell.depth - 1].outputs) * ROW_THREADS;
    for (; deal.item < items; deal.item += threadCount()) {
      int i = deal.item / ROW_THREADS, lane = deal.item % ROW_THREADS * 4;
      Row r = l < cell.depth ? rowOf(layers[l], row, i, lane) : residualOf(cell, row, i, lane);
      float* at = sums + r.number * 16 + lane;
      store(at, addRow(r, work, count, left, begin ? four(0.0f) : load(at)));
    }
    next(deal, items);
  }
}

// Sums of a kind over entries, a multiple of 16, by the next threads of a deal; sums: the partial sums.
template <int KIND>
DEVICE void sumOver(Deal& deal, const float* a, int entries, float* sums) {
  for (; deal.item < 4; deal.item += threadCount()) {
    int lane = deal.item * 4;
    store(sums + lane, rowSum<KIND>(a, entries, lane, four(0.0f)));
  }
  next(deal, 4);
}

// The sixteen partial sums added up: the upper half to the lower half, four times.
DEVICE float fold(const float* partial) {
  Four s = plus(plus(load(partial), load(partial + 8)), plus(load(partial + 4), load(partial + 12)));
  return (s.x + s.z) + (s.y + s.w);
}

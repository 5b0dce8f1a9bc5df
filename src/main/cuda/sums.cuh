// Sums over samples, and over parameters. Each has sixteen partial sums, of which number s mod 16 adds the
// terms of the samples s in their order; at the end these are folded in one order. Between the chunks of a
// batch a thread keeps its partial sums in registers (Held), where there are threads enough for all of them;
// else they lie in memory.
//
// All sums of a step are dealt out to the threads as one list, which Deal counts through.
#pragma once
#include "tiles.cuh"

// The position of this thread in a list of items that several loops go through one after another.
struct Deal {
  int item;
};

// Goes on to the next loop after one of so many items.
DEVICE void next(Deal& deal, int items) { deal.item -= items; }

// A tile of a weight matrix's gradient: Σ_s a[r][s]·b[c][s] for four features a and six features b. Four
// neighbouring threads have two by two such tiles, whose members alternate as in tiles.cuh, so that a block
// of 8 × 12 products reads every feature at half the price. Of the sixteen partial sums a thread has as many
// as V holds: two, and eight such groups of threads share a block, or four, and four groups do.
constexpr int TILE_A = 4, TILE_B = 6, BLOCK_A = 8, BLOCK_B = 12;

struct Tile {
  int a, b;        // work: the first feature of the block
  int number;      // of the sum of the first two features of the block
  int aStep, bStep;  // sums from one feature to the next
  int rows, cols;  // features that there are from there on
  int aLane, bLane, lane;  // first member of this thread, and its first partial sum
};

// Work: the place of member i of a tile; a feature that is not there gives way to the first.
DEVICE int placeOf(int first, int member, int features, int row) { return first + (member < features ? member * row : 0); }

// Adds the products of count samples, a multiple of 64, to the partial sums of a tile.
template <typename V>
DEVICE void addProducts(const Tile& tile, const float* work, int row, int count, V (&sum)[TILE_A][TILE_B]) {
  const float* a[TILE_A];
  const float* b[TILE_B];
#pragma unroll
  for (int r = 0; r < TILE_A; r++) a[r] = work + placeOf(tile.a, member(r) + tile.aLane, tile.rows, row) + tile.lane;
#pragma unroll
  for (int c = 0; c < TILE_B; c++) b[c] = work + placeOf(tile.b, member(c) + tile.bLane, tile.cols, row) + tile.lane;
#pragma unroll 1
  for (int s = 0; s < count; s += 32) {
#pragma unroll
    for (int t = 0; t < 32; t += 16) {
      V v[TILE_B];
#pragma unroll
      for (int c = 0; c < TILE_B; c++) v[c] = loadAs<V>(b[c] + s + t);
#pragma unroll
      for (int r = 0; r < TILE_A; r++) {
        V u = loadAs<V>(a[r] + s + t);
#pragma unroll
        for (int c = 0; c < TILE_B; c++) sum[r][c] = fma(u, v[c], sum[r][c]);
      }
    }
  }
}

// Does something for each product of a tile that there is: its r and c, and where its partial sums lie.
template <typename F>
DEVICE void eachProduct(const Tile& tile, F with) {
#pragma unroll
  for (int r = 0; r < TILE_A; r++) {
#pragma unroll
    for (int c = 0; c < TILE_B; c++) {
      int row = member(r) + tile.aLane, column = member(c) + tile.bLane;
      if (row < tile.rows && column < tile.cols) with(r, c, (tile.number + row * tile.aStep + column * tile.bStep) * 16 + tile.lane);
    }
  }
}

// The features whose products are the gradient of a use of weights, and the steps of its matrix: the errors d
// of the layer and "in", what it reads, in the order that needs fewer blocks.
struct Factors {
  int a, aCount, aStep, b, bCount, bStep;
};

DEVICE int blocks(int aCount, int bCount) { return ((aCount + BLOCK_A - 1) / BLOCK_A) * ((bCount + BLOCK_B - 1) / BLOCK_B); }

DEVICE int blocksOf(Factors f) { return blocks(f.aCount, f.bCount); }

DEVICE Factors factorsOf(const Layer& layer, int in) {
  int inputs = layer.inputs, outputs = layer.outputs, dStep = 1, inStep = 1;
  if (layer.tie == UNTIED)
    dStep = inputs;
  else
    inStep = outputs;
  if (blocks(inputs, outputs) < blocks(outputs, inputs)) return {in, inputs, inStep, layer.d, outputs, dStep};
  return {layer.d, outputs, dStep, in, inputs, inStep};
}

// The tile of a thread, of number "thread" among those that share a block, which is number "block" of a use.
DEVICE Tile tileOf(const Layer& layer, Factors f, int row, int block, int thread, int partials) {
  int across = (f.bCount + BLOCK_B - 1) / BLOCK_B, r = block / across * BLOCK_A, c = block % across * BLOCK_B;
  return {f.a + r * row, f.b + c * row, layer.gradient + r * f.aStep + c * f.bStep, f.aStep, f.bStep, f.aCount - r, f.bCount - c,
          (thread >> 1 & 1) * LANE_SHIFT, (thread & 1) * LANE_SHIFT, (thread >> 2) * partials};
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
  int kind;
  int lane;
};

DEVICE int rowsOf(const Layer& layer) { return (layer.bias >= 0 ? layer.outputs : 0) + (layer.activity >= 0 ? layer.outputs : 0); }

// Number i of so many rows, in an order in which neighbours lie two apart.
DEVICE int alternating(int i, int rows) { return (i | 3) < rows ? (i & ~3) | (i & 1) << 1 | (i >> 1 & 1) : i; }

// Row number i of a layer.
DEVICE Row rowOf(const Layer& layer, int row, int i, int lane) {
  int outputs = layer.outputs;
  if (layer.bias >= 0) {
    int o = alternating(i, outputs);
    if (i < outputs) return {layer.d + o * row, layer.bias + o, PLAIN, lane};
    i -= outputs;
  }
  int o = alternating(i, outputs);
  return {layer.h + o * row, layer.activity + o, ABSOLUTE, lane};
}

DEVICE Row residualOf(const Cell& cell, int row, int k, int lane) { return {cell.residual + k * row, cell.errors + k, SQUARE, lane}; }

DEVICE Four addRow(const Row& r, const float* work, int count, int left, Four sum) {
  const float* a = work + r.at;
  if (r.kind == PLAIN) return rowSum<PLAIN>(a, count, r.lane, sum);
  if (r.kind == SQUARE) return rowSum<SQUARE>(a, count, r.lane, sum);
  return rowSumUntil(a, count, left, r.lane, sum);
}

constexpr int BLOCK_THREADS = 32, ROW_THREADS = 4;

// What a thread sums of every batch, and the partial sums. What describes a tile and a row is packed, 16 bits
// a number, since registers are scarce: all places in shared memory and all numbers of sums are below 65 536.
struct Held {
  u32 tilePlaces, tileSums, tileExtent, rowPlace, rowKind;
  Two products[TILE_A][TILE_B];
  Four rowSums;
};

constexpr u32 TURNED = 1u << 16;

DEVICE Tile tileOf(const Held& held) {
  int thread = opaque(threadIndex()) % BLOCK_THREADS;
  u32 places = opaque(held.tilePlaces), sums = opaque(held.tileSums), extent = opaque(held.tileExtent);
  int step = (int)(sums >> 16);
  bool turned = (extent & TURNED) != 0;
  return {(int)(places & 0xFFFF), (int)(places >> 16), (int)(sums & 0xFFFF), turned ? 1 : step, turned ? step : 1,
          (int)(extent & 0xFF), (int)(extent >> 8 & 0xFF), (thread >> 1 & 1) * LANE_SHIFT, (thread & 1) * LANE_SHIFT, (thread >> 2) * 2};
}

DEVICE Row rowOf(const Held& held) {
  u32 place = opaque(held.rowPlace);
  return {(int)(place & 0xFFFF), (int)(place >> 16), (int)opaque(held.rowKind) - 1, (int)opaque(threadIndex()) % ROW_THREADS * 4};
}

DEVICE void hold(Held& held, const Tile& tile) {
  held.tilePlaces = tile.a | tile.b << 16;
  bool turned = tile.aStep == 1;
  held.tileSums = tile.number | (turned ? tile.bStep : tile.aStep) << 16;
  held.tileExtent = (u32)(least(tile.rows, BLOCK_A) | least(tile.cols, BLOCK_B) << 8) | (turned ? TURNED : 0);
}

DEVICE void hold(Held& held, const Row& row) {
  held.rowPlace = row.at | row.number << 16;
  held.rowKind = row.kind + 1;
}

// Deals the sums over samples out: tiles from the first thread on, rows from the last one down.
DEVICE void dealOut(const Cell& cell, const Layer* layers, Held& held) {
  int item = threadIndex() / BLOCK_THREADS, in = cell.batch, row = rowLength(cell), depth = cell.depth;
  held.tileExtent = held.rowKind = 0;
  for (int l = 0; l < depth; l++) {
    Factors f = factorsOf(layers[l], in);
    int blocks = blocksOf(f);
    if (item >= 0 && item < blocks) hold(held, tileOf(layers[l], f, row, item, threadIndex() % BLOCK_THREADS, 2));
    item -= blocks;
    in = layers[l].noisy;
  }
  item = (threadCount() - 1 - threadIndex()) / ROW_THREADS;
  int lane = threadIndex() % ROW_THREADS * 4;
  for (int l = 0; l < depth; l++) {
    int rows = rowsOf(layers[l]);
    if (item >= 0 && item < rows) hold(held, rowOf(layers[l], row, item, lane));
    item -= rows;
  }
  if (item >= 0 && item < layers[depth - 1].outputs) hold(held, residualOf(cell, row, item, lane));
}

DEVICE void clear(Held& held) {
#pragma unroll
  for (int r = 0; r < TILE_A; r++) {
#pragma unroll
    for (int c = 0; c < TILE_B; c++) held.products[r][c] = {0.0f, 0.0f};
  }
  held.rowSums = four(0.0f);
}

// Adds the samples of a chunk to the held sums; left: samples from the chunk's first to the batch's end.
DEVICE void addChunk(const float* work, int row, int count, int left, Held& held) {
  if (held.tileExtent != 0) addProducts<Two>(tileOf(held), work, row, count, held.products);
  if (held.rowKind != 0) held.rowSums = addRow(rowOf(held), work, count, left, held.rowSums);
}

DEVICE void storeHeld(const Held& held, float* sums) {
  if (held.tileExtent != 0) eachProduct(tileOf(held), [&](int r, int c, int at) { store(sums + at, held.products[r][c]); });
  if (held.rowKind != 0) {
    Row row = rowOf(held);
    store(sums + row.number * 16 + row.lane, held.rowSums);
  }
}

// The same with partial sums in memory: all sums over samples of a chunk, which begin with the first one.
DEVICE void addChunk(const Cell& cell, const Layer* layers, const float* work, int from, int count, float* sums) {
  Deal deal = {threadIndex()};
  bool begin = from == 0;
  int in = cell.batch, left = cell.samples - from, row = rowLength(cell), depth = cell.depth;
  for (int l = 0; l < depth; l++) {
    Layer layer = layers[l];
    Factors f = factorsOf(layer, in);
    int items = blocksOf(f) * (BLOCK_THREADS / 2);
    for (; deal.item < items; deal.item += threadCount()) {
      Tile tile = tileOf(layer, f, row, deal.item / (BLOCK_THREADS / 2), deal.item % (BLOCK_THREADS / 2), 4);
      Four sum[TILE_A][TILE_B];
#pragma unroll
      for (int r = 0; r < TILE_A; r++) {
#pragma unroll
        for (int c = 0; c < TILE_B; c++) sum[r][c] = four(0.0f);
      }
      if (!begin) eachProduct(tile, [&](int r, int c, int at) { sum[r][c] = load(sums + at); });
      addProducts<Four>(tile, work, row, count, sum);
      eachProduct(tile, [&](int r, int c, int at) { store(sums + at, sum[r][c]); });
    }
    next(deal, items);
    in = layer.noisy;
  }
  for (int l = 0; l <= depth; l++) {
    int items = (l < depth ? rowsOf(layers[l]) : layers[depth - 1].outputs) * ROW_THREADS;
    for (; deal.item < items; deal.item += threadCount()) {
      int i = deal.item / ROW_THREADS, lane = deal.item % ROW_THREADS * 4;
      Row r = l < depth ? rowOf(layers[l], row, i, lane) : residualOf(cell, row, i, lane);
      float* at = sums + r.number * 16 + lane;
      store(at, addRow(r, work, count, left, begin ? four(0.0f) : load(at)));
    }
    next(deal, items);
  }
}

// Sums of a kind over entries, a multiple of 16, by the next four of the 32 threads of a deal; sums: the
// partial sums.
template <int KIND>
DEVICE void sumOver(Deal& deal, const float* a, int entries, float* sums) {
  if (deal.item >= 0 && deal.item < 4) store(sums + deal.item * 4, rowSum<KIND>(a, entries, deal.item * 4, four(0.0f)));
  deal.item = deal.item < 4 ? deal.item + 28 : deal.item - 4;
}

// Products of a layer's weights with a batch: the forward pass and the backward pass of errors, for a span of
// samples. Every entry is one chain of fused multiply-adds in the order of the summed index, begun with the
// bias or 0. A thread holds a tile of R units for four samples in registers. A team of warps shares the pairs
// of tiles of a span; "part" is the number of this warp in its team.
#pragma once
#include "draws.cuh"
#include "tiles.cuh"

struct Team {
  int part, size;
};

// The weights of a tile: R floats.
template <int R>
DEVICE void loadTile(const float* at, float (&w)[8]) {
  if (R == 2) {
    Two a = loadAs<Two>(at);
    w[0] = a.x, w[1] = a.y;
  } else {
    Four a = load(at);
    w[0] = a.x, w[1] = a.y, w[2] = a.z, w[3] = a.w;
    if (R == 6) {
      Two b = loadAs<Two>(at + 4);
      w[4] = b.x, w[5] = b.y;
    }
    if (R == 8) {
      Four b = load(at + 4);
      w[4] = b.x, w[5] = b.y, w[6] = b.z, w[7] = b.w;
    }
  }
}

// What a step of a chain reads: a tile's weights of one summed index, and that index's four samples.
struct Operands {
  float w[8];
  Four v;
};

template <int R>
DEVICE void fetch(const float* pack, const float* in, Operands& at) {
  loadTile<R>(pack, at.w);
  at.v = load(in);
}

template <int R>
DEVICE void multiply(const Operands& at, Four (&sum)[R]) {
#pragma unroll
  for (int r = 0; r < R; r++) sum[r] = fma(at.w[r], at.v, sum[r]);
}

// sum[r] of member r = chain over i < count of pack[i·columns + r]·in[i·row …], begun with begin[r]. Each
// step's operands are fetched while the step before multiplies; so one row more is read than there is, and
// not used.
template <int R>
DEVICE void chain(const float* pack, int columns, const float* in, int row, int count, const float (&begin)[8], Four (&sum)[R]) {
  Operands even, odd;
  fetch<R>(pack, in, even);
  fetch<R>(pack + columns, in + row, odd);
#pragma unroll
  for (int r = 0; r < R; r++) sum[r] = fma(even.w[r], even.v, four(begin[r]));
  int i = 1;
#pragma unroll 2
  for (; i + 1 < count; i += 2) {
    pack += 2 * columns, in += 2 * row;
    fetch<R>(pack, in, even);
    multiply<R>(odd, sum);
    fetch<R>(pack + columns, in + row, odd);
    multiply<R>(even, sum);
  }
  if (i < count) multiply<R>(odd, sum);
}

// f(z) of one unit and sample, for the activation functions with an exponential; slope becomes f′(z).
DEVICE float curve(bool isTanh, float z, float& slope) { return isTanh ? tangent(z, slope) : gelu(z, slope); }

// f(z) of one unit's four samples; slope becomes f′(z).
DEVICE Four curve(bool isTanh, Four z, Four& slope) {
  return {curve(isTanh, z.x, slope.x), curve(isTanh, z.y, slope.y), curve(isTanh, z.z, slope.z), curve(isTanh, z.w, slope.w)};
}

// x·leak where the sign of z says so, else x: for f(z) and for the way back through f.
DEVICE Four gated(Four x, Four z, float leak) { return {timesIfNotPositive(x.x, z.x, leak), timesIfNotPositive(x.y, z.y, leak), timesIfNotPositive(x.z, z.z, leak), timesIfNotPositive(x.w, z.w, leak)}; }

// f′(z) where f is z on one side of 0 and leak·z on the other; of z or of f(z), which have the same sign.
DEVICE Four gateOf(Four z, float leak) {
  return {z.x <= 0.0f ? leak : 1.0f, z.y <= 0.0f ? leak : 1.0f, z.z <= 0.0f ? leak : 1.0f, z.w <= 0.0f ? leak : 1.0f};
}

DEVICE float leakOf(int activation) { return activation == RELU ? 0.0f : activation == LEAKY_RELU ? 0.01f : 1.0f; }

DEVICE bool isCurved(int activation) { return activation == GELU || activation == TANH; }

// The outputs h of a layer for the four samples from s on, and its slopes where they are kept.
template <int R>
DEVICE void forwardTiles(const Layer& layer, float* work, const float* in, int row, int s, Team team) {
  int activation = layer.activation, inputs = layer.inputs, lane = laneTile();
  int pairs = tilePairs(layer.outputs, R), columns = pairs * 2 * tileStep(R);
  bool slopes = layer.slopes, linear = activation == LINEAR, curved = isCurved(activation);
  float leak = leakOf(activation);
  for (int pair = team.part; pair < pairs; pair += team.size) {
    int place = (pair * 2 + lane) * tileStep(R), at = (pair * 2 * R + lane * LANE_SHIFT) * row + s;
    float b[8];
    loadTile<R>(work + layer.shift + place, b);
    Four z[R];
    chain<R>(work + layer.forward + place, columns, in + s, row, inputs, b, z);
    float* h = work + layer.h + at;
    float* d = work + layer.d + at;
    if (linear || curved) {
#pragma unroll
      for (int r = 0; r < R; r++) store(h + member(r) * row, z[r]);
    } else {
#pragma unroll
      for (int r = 0; r < R; r++) {
        store(h + member(r) * row, gated(z[r], z[r], leak));
        if (slopes) store(d + member(r) * row, gateOf(z[r], leak));
      }
    }
    if (curved) {
#pragma unroll 1
      for (int r = 0; r < R; r++) {
        Four slope;
        store(h + member(r) * row, curve(activation == TANH, load(h + member(r) * row), slope));
        store(d + member(r) * row, slope);
      }
    }
  }
}

DEVICE void layerForward(const Layer& layer, float* work, const float* in, int row, int s, Team team) {
  switch (layer.forwardTile) {
    case 2: forwardTiles<2>(layer, work, in, row, s, team); break;
    case 4: forwardTiles<4>(layer, work, in, row, s, team); break;
    case 6: forwardTiles<6>(layer, work, in, row, s, team); break;
    default: forwardTiles<8>(layer, work, in, row, s, team);
  }
}

// Adds a layer's noise of one step to its outputs h; the sum is "noisy". at: first sample of the span in the
// work, sample: in the batch.
DEVICE void layerNoise(const Cell& cell, const Layer& layer, float* work, int row, int step, int at, int sample, Team team) {
  int kind = layer.noise, units = layer.outputs, group = unitsOfBlock(kind);
  int items = (units + group - 1) / group * SPAN;
  float scale = layer.noiseScale;
  u32 seed0 = cell.seed0, seed1 = cell.seed1;
  for (int item = team.part * 32 + (threadIndex() & 31); item < items; item += team.size * 32) {
    int block = item / SPAN, s = item % SPAN, unit = block * group;
    Words words = philox(seed0, seed1, NOISE, step, sample + s, block);
    const float* h = work + layer.h + unit * row + at + s;
    float* noisy = work + layer.noisy + unit * row + at + s;
    int some = least(group, units - unit);
    if (kind == BIPOLAR) {
      u32 bits = words.a;
#pragma unroll 4
      for (int u = 0; u < some; u++) {
        noisy[u * row] = h[u * row] + withSign(scale, floatOf(bits << 31));
        bits >>= 1;
        if ((u & 31) == 31) bits = u < 32 ? words.b : u < 64 ? words.c : words.d;
      }
    } else if (kind == GAUSSIAN) {
      float near = gaussianRadius(words.a), far = gaussianRadius(words.c);
      float u = uniform(words.b), v = uniform(words.d);
      noisy[0] = h[0] + near * cosTwoPi(u) * scale;
      if (some > 1) noisy[row] = h[row] + near * sinTwoPi(u) * scale;
      if (some > 2) noisy[2 * row] = h[2 * row] + far * cosTwoPi(v) * scale;
      if (some > 3) noisy[3 * row] = h[3 * row] + far * sinTwoPi(v) * scale;
    } else {
      noisy[0] = h[0] + student(words.a, words.b) * scale;
      if (some > 1) noisy[row] = h[row] + student(words.c, words.d) * scale;
    }
  }
}

// λ·sign(h), with sign(0) = 0.
DEVICE float pulled(float h, float lambda) { return h > 0.0f ? lambda : h < 0.0f ? -lambda : 0.0f; }

// The way of an error through a layer's activation function, with what it needs of the layer.
struct Through {
  int h, d;
  bool linear, slopes, penalised;
  float leak, lambda;
};

DEVICE Through throughOf(const Layer& layer) {
  return {layer.h, layer.d, layer.activation == LINEAR, layer.slopes != 0, layer.activity >= 0, leakOf(layer.activation), layer.l1Step};
}

// Turns the error of four outputs h into that of their z, at "at" in their arrays, and stores it: after the
// activations' penalty, whose pull beyond the samples is 0. left: samples from the first of the four on.
DEVICE void throughActivation(const Through& f, float* work, int at, Four error, int left) {
  if (f.penalised) {
    Four h = load(work + f.h + at);
    error.x += left > 0 ? pulled(h.x, f.lambda) : 0.0f;
    error.y += left > 1 ? pulled(h.y, f.lambda) : 0.0f;
    error.z += left > 2 ? pulled(h.z, f.lambda) : 0.0f;
    error.w += left > 3 ? pulled(h.w, f.lambda) : 0.0f;
  }
  float* d = work + f.d + at;
  if (f.slopes)
    error = times(error, load(d));
  else if (!f.linear)
    error = gated(error, load(work + f.h + at), f.leak);
  store(d, error);
}

// ŷ − y and the error of the last layer's z. at: first sample of the span in the work; y: the targets of that
// sample, in the work where DRAWN; left: samples from it to the end.
template <bool DRAWN>
DEVICE void outputError(const Cell& cell, const Layer& last, float* work, int row, const float* y, int yRow, int at, int left, Team team) {
  int items = last.outputs * (SPAN / 4);
  const float* pulls = cell.pull;
  Through through = throughOf(last);
  int noisy = last.noisy, residual = cell.residual, step = team.size * 32;
  for (int first = team.part * 32 + (threadIndex() & 31); first < items; first += 4 * step) {
    Four targets[4];
    float pull[4];
#pragma unroll
    for (int j = 0; j < 4; j++) {
      int item = least(first + j * step, items - 1), k = item / (SPAN / 4), s = item % (SPAN / 4) * 4;
      targets[j] = DRAWN ? load(y + k * yRow + s) : loadGlobal(y + k * yRow + s);
      pull[j] = *(const GLOBAL float*)(pulls + k);
    }
#pragma unroll
    for (int j = 0; j < 4; j++) {
      int item = first + j * step, k = item / (SPAN / 4), s = item % (SPAN / 4) * 4, place = k * row + at + s, rest = left - s;
      if (item < items) {
        Four v = load(work + noisy + place), target = targets[j];
        v.x = rest > 0 ? v.x - target.x : 0.0f;
        v.y = rest > 1 ? v.y - target.y : 0.0f;
        v.z = rest > 2 ? v.z - target.z : 0.0f;
        v.w = rest > 3 ? v.w - target.w : 0.0f;
        throughActivation(through, work, place, {v.x * pull[j], v.y * pull[j], v.z * pull[j], v.w * pull[j]}, rest);
        store(work + residual + place, v);
      }
    }
  }
}

// The error of the z of the layer below from that of a layer's z, for the four samples from s on.
template <int R>
DEVICE void backwardTiles(const Layer& layer, const Through& below, float* work, int row, int s, int left, Team team) {
  int pairs = tilePairs(layer.inputs, R), columns = pairs * 2 * tileStep(R), outputs = layer.outputs, lane = laneTile();
  bool simple = !below.penalised && !below.slopes && !below.linear;
  for (int pair = team.part; pair < pairs; pair += team.size) {
    int at = (pair * 2 * R + lane * LANE_SHIFT) * row + s;
    Four error[R];
    const float zeros[8] = {0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f};
    chain<R>(work + layer.backward + (pair * 2 + lane) * tileStep(R), columns, work + layer.d + s, row, outputs, zeros, error);
    if (simple) {
      const float* h = work + below.h + at;
      float* d = work + below.d + at;
#pragma unroll
      for (int r = 0; r < R; r++) store(d + member(r) * row, gated(error[r], load(h + member(r) * row), below.leak));
    } else {
#pragma unroll
      for (int r = 0; r < R; r++) throughActivation(below, work, at + member(r) * row, error[r], left);
    }
  }
}

DEVICE void layerBackward(const Layer& layer, const Through& below, float* work, int row, int s, int left, Team team) {
  switch (layer.backwardTile) {
    case 2: backwardTiles<2>(layer, below, work, row, s, left, team); break;
    case 4: backwardTiles<4>(layer, below, work, row, s, left, team); break;
    case 6: backwardTiles<6>(layer, below, work, row, s, left, team); break;
    default: backwardTiles<8>(layer, below, work, row, s, left, team);
  }
}

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

// sum[r] of unit r = chain over i < count of pack[i·columns + r]·in[i·row …].
template <int R>
DEVICE void chain(const float* pack, int columns, const float* in, int row, int count, Four (&sum)[R]) {
#pragma unroll 4
  for (int i = 0; i < count; i++) {
    float w[8];
    loadTile<R>(pack + i * columns, w);
    Four v = load(in + i * row);
#pragma unroll
    for (int r = 0; r < R; r++) sum[r] = fma(w[r], v, sum[r]);
  }
}

// f(z) of one unit and sample, for the activation functions with an exponential; slope becomes f′(z).
DEVICE float curve(bool isTanh, float z, float& slope) { return isTanh ? tangent(z, slope) : gelu(z, slope); }

// f(z) of one unit's four samples; slope becomes f′(z).
DEVICE Four curve(bool isTanh, Four z, Four& slope) {
  return {curve(isTanh, z.x, slope.x), curve(isTanh, z.y, slope.y), curve(isTanh, z.z, slope.z), curve(isTanh, z.w, slope.w)};
}

// f′(z) where f is z on one side of 0 and leak·z on the other; of z or of f(z), which have the same sign.
DEVICE Four gateOf(Four z, float leak) {
  return {z.x <= 0.0f ? leak : 1.0f, z.y <= 0.0f ? leak : 1.0f, z.z <= 0.0f ? leak : 1.0f, z.w <= 0.0f ? leak : 1.0f};
}

DEVICE float leakOf(int activation) { return activation == RELU ? 0.0f : activation == LEAKY_RELU ? 0.01f : 1.0f; }

DEVICE bool isCurved(int activation) { return activation == GELU || activation == TANH; }

// The outputs h of a layer for the four samples from s on, and its slopes where they are kept.
template <int R>
DEVICE void forwardTiles(const Layer& layer, float* work, const float* in, int row, int s, Team team) {
  int inputs = layer.inputs, outputs = layer.outputs, activation = layer.activation;
  int pairs = tilePairs(outputs, R), columns = pairs * 2 * tileStep(R), lane = laneTile();
  float leak = leakOf(activation);
  bool slopes = layer.slopes;
  for (int pair = team.part; pair < pairs; pair += team.size) {
    int place = (pair * 2 + lane) * tileStep(R);
    float b[8];
    loadTile<R>(work + layer.shift + place, b);
    Four z[R];
#pragma unroll
    for (int r = 0; r < R; r++) z[r] = four(b[r]);
    chain<R>(work + layer.forward + place, columns, in + s, row, inputs, z);
#pragma unroll
    for (int r = 0; r < R; r++) {
      int unit = pair * 2 * R + unitOfTile(R, r) + lane * laneShift(R, r), at = unit * row + s;
      if (unit < outputs) {
        Four h = z[r];
        if (!isCurved(activation)) {
          Four gate = gateOf(h, leak);
          h = times(h, gate);
          if (slopes) store(work + layer.d + at, gate);
        }
        store(work + layer.h + at, h);
      }
    }
    if (isCurved(activation)) {
#pragma unroll 1
      for (int r = 0; r < R; r++) {
        int unit = pair * 2 * R + unitOfTile(R, r) + lane * laneShift(R, r), at = unit * row + s;
        if (unit < outputs) {
          Four slope;
          store(work + layer.h + at, curve(activation == TANH, load(work + layer.h + at), slope));
          store(work + layer.d + at, slope);
        }
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
#pragma unroll 4
      for (int u = 0; u < some; u++) {
        u32 word = u < 64 ? (u < 32 ? words.a : words.b) : (u < 96 ? words.c : words.d);
        noisy[u * row] = h[u * row] + plusOrMinus(scale, word, u & 31);
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

// The error of a unit's four z from that of its outputs, at "at" in its arrays: after the activations'
// penalty, whose pull beyond the samples is 0. left: samples from the first of the four to the end.
DEVICE void throughActivation(const Layer& layer, float* work, int at, Four error, int left) {
  int activation = layer.activation;
  Four h = four(0.0f);
  if (layer.activity >= 0 || (activation != LINEAR && !layer.slopes)) h = load(work + layer.h + at);
  if (layer.activity >= 0) {
    float lambda = layer.l1Step;
    error.x += left > 0 ? pulled(h.x, lambda) : 0.0f;
    error.y += left > 1 ? pulled(h.y, lambda) : 0.0f;
    error.z += left > 2 ? pulled(h.z, lambda) : 0.0f;
    error.w += left > 3 ? pulled(h.w, lambda) : 0.0f;
  }
  float* d = work + layer.d + at;
  if (layer.slopes)
    error = times(error, load(d));
  else if (activation != LINEAR)
    error = times(error, gateOf(h, leakOf(activation)));
  store(d, error);
}

// ŷ − y and the error of the last layer's z. at: first sample of the span in the work; y: the targets of that
// sample; left: samples from it to the end.
DEVICE void outputError(const Cell& cell, const Layer& last, float* work, int row, const float* y, int yRow, int at, int left, Team team) {
  int items = last.outputs * (SPAN / 4);
  const float* pulls = cell.pull;
#pragma unroll 2
  for (int item = team.part * 32 + (threadIndex() & 31); item < items; item += team.size * 32) {
    int k = item / (SPAN / 4), s = item % (SPAN / 4) * 4, place = k * row + at + s, rest = left - s;
    Four v = load(work + last.noisy + place), target = load(y + k * yRow + s);
    float pull = pulls[k];
    v.x = rest > 0 ? v.x - target.x : 0.0f;
    v.y = rest > 1 ? v.y - target.y : 0.0f;
    v.z = rest > 2 ? v.z - target.z : 0.0f;
    v.w = rest > 3 ? v.w - target.w : 0.0f;
    Four error = {v.x * pull, v.y * pull, v.z * pull, v.w * pull};
    throughActivation(last, work, place, error, rest);
    store(work + cell.residual + place, v);
  }
}

// The error of the z of the layer below from that of a layer's z, for the four samples from s on.
template <int R>
DEVICE void backwardTiles(const Layer& layer, const Layer& below, float* work, int row, int s, int left, Team team) {
  int units = layer.inputs, pairs = tilePairs(units, R), columns = pairs * 2 * tileStep(R), lane = laneTile();
  for (int pair = team.part; pair < pairs; pair += team.size) {
    Four error[R];
#pragma unroll
    for (int r = 0; r < R; r++) error[r] = four(0.0f);
    chain<R>(work + layer.backward + (pair * 2 + lane) * tileStep(R), columns, work + layer.d + s, row, layer.outputs, error);
#pragma unroll
    for (int r = 0; r < R; r++) {
      int unit = pair * 2 * R + unitOfTile(R, r) + lane * laneShift(R, r);
      if (unit < units) throughActivation(below, work, unit * row + s, error[r], left);
    }
  }
}

DEVICE void layerBackward(const Layer& layer, const Layer& below, float* work, int row, int s, int left, Team team) {
  switch (layer.backwardTile) {
    case 2: backwardTiles<2>(layer, below, work, row, s, left, team); break;
    case 4: backwardTiles<4>(layer, below, work, row, s, left, team); break;
    case 6: backwardTiles<6>(layer, below, work, row, s, left, team); break;
    default: backwardTiles<8>(layer, below, work, row, s, left, team);
  }
}

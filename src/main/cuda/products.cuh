// Products of a layer's weights with a batch: the forward pass and the backward pass of errors. Every entry
// is one chain of fused multiply-adds in the order of the summed index, begun with the bias or 0. A thread
// holds four units of four samples in registers.
#pragma once
#include "cell.cuh"
#include "draws.cuh"

// sum[r] of unit r = chain over i < count of pack[i·columns + r]·in[i·row …].
DEVICE void chain(const float* pack, int columns, const float* in, int row, int count, Four (&sum)[4]) {
#pragma unroll 4
  for (int i = 0; i < count; i++) {
    Four w = load(pack + i * columns);
    Four v = load(in + i * row);
    sum[0] = fma(w.x, v, sum[0]);
    sum[1] = fma(w.y, v, sum[1]);
    sum[2] = fma(w.z, v, sum[2]);
    sum[3] = fma(w.w, v, sum[3]);
  }
}

// f(z) of one unit and sample, for the activation functions with an exponential; slope becomes f′(z).
DEVICE float curve(bool isTanh, float z, float& slope) { return isTanh ? tangent(z, slope) : gelu(z, slope); }

// f(z) of one unit's four samples; slope becomes f′(z).
DEVICE Four curve(bool isTanh, Four z, Four& slope) {
  return {curve(isTanh, z.x, slope.x), curve(isTanh, z.y, slope.y), curve(isTanh, z.z, slope.z), curve(isTanh, z.w, slope.w)};
}

// f′(z) where f is z on one side of 0 and leak·z on the other.
DEVICE Four gateOf(Four z, float leak) {
  return {z.x <= 0.0f ? leak : 1.0f, z.y <= 0.0f ? leak : 1.0f, z.z <= 0.0f ? leak : 1.0f, z.w <= 0.0f ? leak : 1.0f};
}

DEVICE float leakOf(int activation) { return activation == RELU ? 0.0f : activation == LEAKY_RELU ? 0.01f : 1.0f; }

DEVICE bool isCurved(int activation) { return activation == GELU || activation == TANH; }

// The outputs h of a layer and its slopes d, of count samples: in [inputs][row] to h, d [outputs][row].
DEVICE void layerForward(const Layer& layer, float* work, const float* in, int row, int count) {
  int inputs = layer.inputs, columns = fours(layer.outputs), activation = layer.activation;
  int shift = layer.shift, quads = count >> 2, items = (columns >> 2) * quads;
  float leak = leakOf(activation);
  const float* pack = work + layer.forward;
  float* h = work + layer.h;
  float* d = work + layer.d;
  for (int item = threadIndex(); item < items; item += threadCount()) {
    int tile = item / quads * 4, s = item % quads * 4, at = tile * row + s;
    Four b = four(0.0f);
    if (shift >= 0) b = load(work + shift + tile);
    Four z[4] = {four(b.x), four(b.y), four(b.z), four(b.w)};
    chain(pack + tile, columns, in + s, row, inputs, z);
    if (isCurved(activation)) {
#pragma unroll
      for (int r = 0; r < 4; r++) store(h + at + r * row, z[r]);
#pragma unroll 1
      for (int r = 0; r < 4; r++) {
        Four slope;
        store(h + at + r * row, curve(activation == TANH, load(h + at + r * row), slope));
        store(d + at + r * row, slope);
      }
    } else {
#pragma unroll
      for (int r = 0; r < 4; r++) {
        Four gate = gateOf(z[r], leak);
        store(h + at + r * row, times(z[r], gate));
        if (activation != LINEAR) store(d + at + r * row, gate);
      }
    }
  }
}

// Adds a layer's noise of one step to its outputs h, of samples from … from + count − 1; the sum is "noisy".
DEVICE void layerNoise(const Cell& cell, const Layer& layer, float* work, int row, int step, int from, int count) {
  int kind = layer.noise, units = layer.outputs, group = unitsOfBlock(kind);
  int items = (units + group - 1) / group * count;
  float scale = layer.noiseScale;
  u32 seed0 = cell.seed0, seed1 = cell.seed1;
  for (int item = threadIndex(); item < items; item += threadCount()) {
    int block = item / count, s = item % count, unit = block * group;
    Words words = philox(seed0, seed1, NOISE, step, from + s, block);
    const float* h = work + layer.h + unit * row + s;
    float* noisy = work + layer.noisy + unit * row + s;
    int some = least(group, units - unit);
    if (kind == BIPOLAR) {
      for (int u = 0; u < some; u++) {
        u32 word = u < 64 ? (u < 32 ? words.a : words.b) : (u < 96 ? words.c : words.d);
        noisy[u * row] = h[u * row] + signed_(scale, word, u & 31);
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

// Turns the error of a unit's four outputs h into that of their z, in place of the slopes: after the
// activations' penalty, whose pull beyond the samples is 0.
DEVICE void throughActivation(const Layer& layer, float* work, int at, Four error, int left) {
  if (layer.activity >= 0) {
    Four h = load(work + layer.h + at);
    float lambda = layer.l1Step;
    error.x += left > 0 ? pulled(h.x, lambda) : 0.0f;
    error.y += left > 1 ? pulled(h.y, lambda) : 0.0f;
    error.z += left > 2 ? pulled(h.z, lambda) : 0.0f;
    error.w += left > 3 ? pulled(h.w, lambda) : 0.0f;
  }
  float* d = work + layer.d + at;
  if (layer.activation != LINEAR) error = times(error, load(d));
  store(d, error);
}

// ŷ − y and the error of the last layer's z, of samples from … from + count − 1.
DEVICE void outputError(const Cell& cell, const Layer& last, float* work, int row, const float* y, int yRow, int from, int count) {
  int quads = count >> 2, items = last.outputs * quads;
  const float* importance = cell.pull;
  for (int item = threadIndex(); item < items; item += threadCount()) {
    int k = item / quads, s = item % quads * 4, at = k * row + s, left = cell.samples - from - s;
    Four v = load(work + last.noisy + at), target = load(y + k * yRow + s);
    v.x = left > 0 ? v.x - target.x : 0.0f;
    v.y = left > 1 ? v.y - target.y : 0.0f;
    v.z = left > 2 ? v.z - target.z : 0.0f;
    v.w = left > 3 ? v.w - target.w : 0.0f;
    store(work + cell.residual + at, v);
    float pull = importance[k];
    throughActivation(last, work, at, {v.x * pull, v.y * pull, v.z * pull, v.w * pull}, left);
  }
}

// The error of the z of the layer below from that of a layer's z.
DEVICE void layerBackward(const Cell& cell, const Layer& layer, const Layer& below, float* work, int row, int from, int count) {
  int outputs = layer.outputs, columns = fours(layer.inputs), quads = count >> 2, items = (columns >> 2) * quads;
  const float* pack = work + layer.backward;
  const float* d = work + layer.d;
  for (int item = threadIndex(); item < items; item += threadCount()) {
    int tile = item / quads * 4, s = item % quads * 4, left = cell.samples - from - s;
    Four error[4] = {four(0.0f), four(0.0f), four(0.0f), four(0.0f)};
    chain(pack + tile, columns, d + s, row, outputs, error);
#pragma unroll
    for (int r = 0; r < 4; r++) throughActivation(below, work, (tile + r) * row + s, error[r], left);
  }
}

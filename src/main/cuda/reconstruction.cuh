// What follows the selection, a block a sample: the reconstruction, its error, and the gradients of entries.
#pragma once
#include "autoencoder.cuh"

// Sums of sixteen parts that a block folds at a time.
constexpr int DOTS = 64;

// Σ_j act[j]·rows[latent[j]] of the columns c … c + 3, added to begin in the order of j.
DEVICE Four combined(const float* rows, int stride, const int* latent, const float* act, int n, float sign, int c, Four begin) {
  Four sum = begin;
  const float* column = rows + c;
  int j = 0;
  for (; j + 8 <= n; j += 8) {
    Four v[8];
    float a[8];
#pragma unroll
    for (int i = 0; i < 8; i++) {
      v[i] = load(column + (u64)latent[j + i] * stride);
      a[i] = sign * act[j + i];
    }
#pragma unroll
    for (int i = 0; i < 8; i++) sum = fma(a[i], v[i], sum);
  }
  for (; j < n; j++) sum = fma(sign * act[j], load(column + (u64)latent[j] * stride), sum);
  return sum;
}

// What becomes of the gradient g of an entry's activation: the gradient of z, and in gate that of θ. The gradient of
// a magnitude waits for that of its gate.
DEVICE float gated(const Sae& sae, int rule, float bandwidth, float slope, float g, float z, float act, int f, float& gate) {
  if (rule == SUMMED) return g + slope;
  if (rule == STEP_OF_THRESHOLD) {
    float threshold = sae.threshold[f];
    gate = magnitude(z - threshold) < bandwidth / 2 ? -(threshold * g + slope) / bandwidth : 0.0f;
    return act > 0.0f ? g : 0.0f;
  }
  if (rule == PROLU_RELU || rule == PROLU_THROUGH) {
    float whole = g + slope, through = rule == PROLU_RELU ? whole : whole * z;
    gate = -through;
    return rule == PROLU_RELU ? whole : whole + through;
  }
  return g;
}

// The products of a gradient row in shared memory with the directions of a sample's entries, and what becomes
// of them; those of one level alone unless that is −1. Where error is given, its square is one more product,
// which ends up in *square.
DEVICE void entryGradients(const Sae& sae, const Term& term, int s, const float* row, const float* error, float* square, float* partial, int rule, float bandwidth, float slope, int level) {
  int n = term.count[s], items = n + (error ? 1 : 0);
  const int* latent = term.latent + (u64)s * term.capacity;
  const float* act = term.act + (u64)s * term.capacity;
  for (int first = 0; first < items; first += DOTS) {
    int here = least(DOTS, items - first);
    for (int u = threadIndex(); u < here * 4; u += threadCount()) {
      int j = first + u / 4;
      if (level >= 0 && j < n && term.level[latent[j]] != level) continue;
      const float* other = j < n ? sae.directions + (u64)latent[j] * sae.stride : error;
      store(partial + u * 4, dotPart(j < n ? row : error, other, sae.stride, u & 3));
    }
    barrier();
    for (int i = threadIndex(); i < here; i += threadCount()) {
      float g = fold(partial + 16 * i);
      int j = first + i;
      if (j < n) {
        int f = latent[j];
        if (level >= 0 && term.level[f] != level) continue;
        u64 at = (u64)s * sae.width + f;
        float gate = 0.0f;
        term.grad[at] = gated(sae, rule, bandwidth, slope, g, term.z[at], act[j], f, gate);
        if (term.gate && !sae.magnitudes) term.gate[at] = gate;
      } else {
        *square = g;
      }
    }
    barrier();
  }
}

// A sample's penalty, added up in the order of its entries, and its number of active latents. One thread.
DEVICE void countActive(const Sae& sae, const Term& term, int s, int rule) {
  int n = term.count[s], active = 0;
  const float* act = term.act + (u64)s * term.capacity;
  float sum = 0.0f;
  if (rule == STRAIGHT || rule == ON_HOST) {
    active = n;
  } else {
#pragma unroll 8
    for (int j = 0; j < n; j++) {
      float a = act[j];
      active += a > 0.0f ? 1 : 0;
      sum = sum + (rule == GATED ? term.z[(u64)s * sae.width + term.latent[(u64)s * term.capacity + j]] : a);
    }
    if (rule == STEP_OF_THRESHOLD) sum = (float)active;
  }
  term.active[s] = active;
  term.penalty[s] = sum;
}

// What the open gates of a sample reconstruct by a decoder that is constant, and what becomes of the gradients of
// magnitudes that wait for it: s·g + slope + q is the gradient of z, with that of the gate, q, and g stays. Shared
// memory as in reconstruct.
DEVICE void reconstructByGates(const Sae& sae, const Term& term, int s, const float* x, float slope, float scale, int step) {
  int stride = sae.stride, n = term.count[s];
  float* error = sharedMemory;
  float* grad = error + stride;
  float* partial = grad + stride;
  float* square = partial + 16 * DOTS;
  const int* latent = term.latent + (u64)s * term.capacity;
  const float* act = term.act + (u64)s * term.capacity;
  const float* z = term.z + (u64)s * sae.width;
  barrier(); // thread 0 has read the square of the error
  for (int c = threadIndex() * 4; c < stride; c += threadCount() * 4) {
    Four sum = four(0.0f);
#pragma unroll 8
    for (int j = 0; j < n; j++) sum = fma(z[latent[j]], load(sae.directions + (u64)latent[j] * stride + c), sum);
    Four e = minus(sum, load(x + c));
    store(error + c, e);
    store(grad + c, scaled(e, scale));
  }
  barrier();
  for (int j = threadIndex(); j < n; j += threadCount()) {
    u64 at = (u64)s * sae.width + latent[j];
    term.gate[at] = act[j] > 0.0f ? term.grad[at] : 0.0f;
  }
  barrier();
  entryGradients(sae, term, s, grad, error, square, partial, STRAIGHT, 0.0f, 0.0f, -1);
  for (int j = threadIndex(); j < n; j += threadCount()) {
    u64 at = (u64)s * sae.width + latent[j];
    term.grad[at] = fma(sae.threshold[latent[j]], term.gate[at], slope + term.grad[at]);
  }
  if (threadIndex() == 0) {
    term.gateError[s] = *square;
    if (!isFinite(*square)) *sae.bad = *sae.bad ? *sae.bad : step;
  }
}

// The reconstruction of a sample, (2/n)·(x̂ − x), and the gradients of its entries. Shared memory: two rows, a
// number, and the parts of DOTS products.
DEVICE void reconstruct(const Sae& sae, const Term& term, int s, const float* inputs, int rule, float bandwidth, float slope, float scale, int step) {
  int stride = sae.stride, n = term.count[s];
  float* error = sharedMemory;
  float* grad = error + stride;
  float* partial = grad + stride;
  float* square = partial + 16 * DOTS;
  const int* latent = term.latent + (u64)s * term.capacity;
  const float* act = term.act + (u64)s * term.capacity;
  const float* x = inputs + (u64)s * stride;
  for (int c = threadIndex() * 4; c < stride; c += threadCount() * 4) {
    Four e = minus(combined(sae.directions, stride, latent, act, n, 1.0f, c, four(0.0f)), load(x + c));
    Four g = scaled(e, scale);
    store(error + c, e);
    store(grad + c, g);
    store(term.output + (u64)s * stride + c, g);
  }
  barrier();
  entryGradients(sae, term, s, grad, error, square, partial, rule, bandwidth, slope, -1);
  if (threadIndex() == 0) {
    countActive(sae, term, s, rule);
    term.error[s] = *square;
    if (!isFinite(*square) || !isFinite(term.penalty[s])) *sae.bad = *sae.bad ? *sae.bad : step;
  }
  if (rule == GATED) reconstructByGates(sae, term, s, x, slope, scale, step);
}

// Enters the k dead latents with the largest pre-activations, of equal ones the first. Dead latents are few, or
// it takes long: the k-th largest is found bit by bit. Bits of numbers are turned so that their order is that
// of the numbers. Shared memory: 33 numbers and two a warp.
DEVICE u32 ordered(float v) {
  u32 bits = bitsOf(v == 0.0f ? 0.0f : v);
  return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}

DEVICE void enterDead(const Sae& sae, const Term& term, int s, int k) {
  const float* z = term.z + (u64)s * sae.width;
  int n = *sae.deadCount;
  int* counters = (int*)sharedMemory;
  int* above = counters + 36;
  int* equal = above + warpCount();
  u32 lowest = term.signedValues ? 1u : ordered(0.0f) + 1;
  for (int b = threadIndex(); b < 33; b += threadCount()) counters[b] = 0;
  barrier();
  int mine = 0;
  for (int d = threadIndex(); d < n; d += threadCount()) mine += ordered(z[sae.dead[d]]) >= lowest ? 1 : 0;
  take(&counters[32], mine);
  barrier();
  u32 bits = lowest;
  int quota = sae.dSae;
  if (counters[32] > k) {
    bits = 0;
    int greater = 0;
    for (int b = 31; b >= 0; b--) {
      u32 tried = bits | 1u << b;
      mine = 0;
      for (int d = threadIndex(); d < n; d += threadCount()) mine += ordered(z[sae.dead[d]]) >= tried ? 1 : 0;
      take(&counters[b], mine);
      barrier();
      if (counters[b] >= k)
        bits = tried;
      else
        greater = counters[b];
    }
    quota = k - greater;
  }
  int segment = (n + warpCount() - 1) / warpCount(), step = laneCount();
  segment = (segment + step - 1) / step * step;
  int from = warp() * segment, end = least(n, from + segment), higher = 0, same = 0;
  for (int d0 = from; d0 < end; d0 += step) {
    int d = d0 + lane();
    u32 own = d < end ? ordered(z[sae.dead[d]]) : 0;
    higher += __builtin_popcount(ballot(d < end && own > bits));
    same += __builtin_popcount(ballot(d < end && own == bits));
  }
  if (lane() == 0) {
    above[warp()] = higher;
    equal[warp()] = same;
  }
  barrier();
  int position = 0, used = 0, total = 0, totalEqual = 0;
  for (int w = 0; w < warpCount(); w++) {
    if (w < warp()) position += above[w], used += equal[w];
    total += above[w], totalEqual += equal[w];
  }
  if (threadIndex() == 0) term.count[s] = total + least(totalEqual, quota);
  for (int d0 = from; d0 < end; d0 += step) {
    int d = d0 + lane();
    u32 own = d < end ? ordered(z[sae.dead[d]]) : 0;
    bool in = d < end && own > bits, is = d < end && own == bits;
    u32 ins = ballot(in), equals = ballot(is);
    int rank = used + before(equals);
    if (in || (is && rank < quota)) {
      int f = sae.dead[d];
      u64 at = (u64)s * term.capacity + position + before(ins) + least(rank, quota);
      term.latent[at] = f;
      term.act[at] = z[f];
      mark(&term.bits[(u64)(s >> 5) * sae.dSae + f], 1u << (s & 31));
    }
    position += __builtin_popcount(ins);
    used += __builtin_popcount(equals);
  }
  barrier();
}

// AuxK's term of a sample: dead latents reconstruct factor·error, where error is a row of the main term.
DEVICE void reconstructError(const Sae& sae, const Term& term, int s, const float* of, float factor, float weight, float scale) {
  int stride = sae.stride, n = term.count[s];
  float* error = sharedMemory;
  float* grad = error + stride;
  float* partial = grad + stride;
  float* square = partial + 16 * DOTS;
  const int* latent = term.latent + (u64)s * term.capacity;
  const float* act = term.act + (u64)s * term.capacity;
  for (int c = threadIndex() * 4; c < stride; c += threadCount() * 4) {
    Four target = scaled(load(of + c), factor);
    Four e = minus(combined(sae.directions, stride, latent, act, n, 1.0f, c, four(0.0f)), target);
    Four g = scaled(e, scale);
    store(error + c, e);
    store(grad + c, g);
    store(term.output + (u64)s * stride + c, g);
  }
  barrier();
  entryGradients(sae, term, s, grad, error, square, partial, STRAIGHT, 0.0f, 0.0f, -1);
  if (threadIndex() == 0) term.error[s] = weight * *square;
}

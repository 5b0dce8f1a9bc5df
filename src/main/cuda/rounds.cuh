// Encoders with several rounds: the input of the next round, what a pursuit leaves, and the gradients of all
// rounds. Blocks are samples.
#pragma once
#include "reconstruction.cuh"

// v + own·x − residual·a·W_dec, where x is what the first round encodes.
DEVICE void advance(const Sae& sae, const Term& term, int s, const float* x, float* to, float own, float residual) {
  u64 row = (u64)s * sae.stride, codes = (u64)s * term.capacity;
  for (int c = threadIndex() * 4; c < sae.stride; c += threadCount() * 4) {
    Four begin = fma(own, load(x + row + c), load(term.input + row + c));
    store(to + row + c, combined(sae.directions, sae.stride, term.latent + codes, term.act + codes, term.count[s], residual, c, begin));
  }
}

// The loss of a pursuit, whose error is what the last round leaves. The first of the terms gets it and its
// gradient. Shared memory: 16 floats.
DEVICE void pursue(const Sae& sae, const Term* terms, int rounds, int s, const float* left, float* lossGrad, float scale, int step) {
  u64 row = (u64)s * sae.stride;
  float square = rowDot(left + row, left + row, sae.stride, sharedMemory);
  for (int i = threadIndex(); i < sae.stride; i += threadCount()) lossGrad[row + i] = scale * left[row + i];
  if (threadIndex() != 0) return;
  int active = 0;
  for (int r = 0; r < rounds; r++) {
    const Term& own = terms[r];
    for (int j = 0; j < own.count[s]; j++) {
      int f = own.latent[(u64)s * own.capacity + j];
      bool again = false;
      for (int o = 0; o < r; o++)
        for (int i = 0; i < terms[o].count[s]; i++) again = again || terms[o].latent[(u64)s * terms[o].capacity + i] == f;
      active += again ? 0 : 1;
    }
  }
  terms[0].error[s] = square;
  terms[0].penalty[s] = 0.0f;
  terms[0].active[s] = active;
  if (!isFinite(square)) *sae.bad = *sae.bad ? *sae.bad : step;
}

// Adds ∂loss/∂z·W_encᵀ of a sample's entries to a row in shared memory.
DEVICE void addEncoder(const Sae& sae, const Term& term, int s, float* own) {
  int n = term.count[s];
  const int* latent = term.latent + (u64)s * term.capacity;
  const float* grad = term.grad + (u64)s * sae.width;
  for (int c = threadIndex() * 4; c < sae.stride; c += threadCount() * 4) {
    Four sum = load(own + c);
#pragma unroll 4
    for (int j = 0; j < n; j++) sum = fma(grad[latent[j]], load(sae.viewEnc + (u64)latent[j] * sae.stride + c), sum);
    store(own + c, sum);
  }
  barrier();
}

// The gradients of all rounds' entries, from the last round back: with h = ∂loss/∂v of the round after, those of
// activations are −residual·h·W_decᵀ. Terms are the rounds, the last first, then groups of dead latents. Of a
// pursuit, whose rounds all reconstruct, lossGrad is ∂loss/∂x̂; otherwise null. Shared memory: three rows, and the
// parts of DOTS products.
DEVICE void unroll(const Sae& sae, const Term* terms, int rounds, int groups, int s, const float* lossGrad, float* byInput, float input, float residual) {
  int stride = sae.stride;
  u64 row = (u64)s * stride;
  float* own = sharedMemory;
  float* by = own + stride;
  float* out = by + stride;
  float* partial = out + stride;
  for (int i = threadIndex(); i < stride; i += threadCount()) {
    own[i] = lossGrad ? -lossGrad[row + i] : 0.0f;
    by[i] = 0.0f;
  }
  barrier();
  int r = 0;
  if (!lossGrad) {
    addEncoder(sae, terms[0], s, own);
    for (int g = 0; g < groups; g++) addEncoder(sae, terms[rounds + g], s, own);
    r = 1;
  }
  for (; r < rounds; r++) {
    for (int i = threadIndex(); i < stride; i += threadCount()) {
      by[i] = fma(input, own[i], by[i]);
      float o = residual * own[i];
      out[i] = o;
      terms[r].output[row + i] = o;
    }
    barrier();
    entryGradients(sae, terms[r], s, out, 0, 0, partial, STRAIGHT, 0.0f, 0.0f, -1);
    addEncoder(sae, terms[r], s, own);
  }
  for (int i = threadIndex(); i < stride; i += threadCount()) byInput[row + i] = by[i] + own[i];
}

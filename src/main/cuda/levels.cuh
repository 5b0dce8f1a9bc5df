// Nested dictionaries, and samples with weights. Blocks are samples; error holds x̂ − x of each level, which the
// gradients of the loss by what the level's latents reconstruct replace: [levels][rows][stride].
#pragma once
#include "reconstruction.cuh"

// The errors of all levels, each that of the level below and the own latents, and their squares to squared
// [levels][samples]. Shared memory: 16 floats.
DEVICE void nest(const Sae& sae, const Term& term, int s, const float* inputs, int levels, float* squared, int samples, int step) {
  u64 row = (u64)s * sae.stride, codes = (u64)s * term.capacity;
  int n = term.count[s];
  for (int l = 0; l < levels; l++) {
    float* error = term.output + l * term.levelSize + row;
    for (int c = threadIndex() * 4; c < sae.stride; c += threadCount() * 4) {
      Four sum = l == 0 ? scaled(load(inputs + row + c), -1.0f) : load(error - term.levelSize + c);
#pragma unroll 4
      for (int j = 0; j < n; j++) {
        int f = term.latent[codes + j];
        if (!term.level || term.level[f] == l) sum = fma(term.act[codes + j], load(sae.directions + (u64)f * sae.stride + c), sum);
      }
      store(error + c, sum);
    }
    barrier();
    float square = rowDot(error, error, sae.stride, sharedMemory);
    if (threadIndex() == 0) {
      squared[(u64)l * samples + s] = square;
      if (!isFinite(square)) *sae.bad = *sae.bad ? *sae.bad : step;
      if (l == levels - 1) term.error[s] = square;
    }
  }
}

// Turns errors into gradients, and computes those of activations. A latent takes part in its own level and in
// all above it, or, where levels are detached, in its own and in the whole. share: weight of each sample at each
// level [levels][samples]; without it, weight/rows. Shared memory: a row, and the parts of DOTS products.
DEVICE void nestGradients(const Sae& sae, const Term& term, int s, int levels, const double* weight, const double* share, int samples, int rows, bool detached, int rule, float bandwidth, float slope) {
  int stride = sae.stride;
  float* grad = sharedMemory;
  float* partial = grad + stride;
  for (int l = levels - 1; l >= 0; l--) {
    float factor = (float)(2 * (share ? share[(u64)l * samples + s] : weight[l] / rows));
    float* error = term.output + l * term.levelSize + (u64)s * stride;
    const float* above = term.output + (detached ? levels - 1 : l + 1) * term.levelSize + (u64)s * stride;
    for (int i = threadIndex(); i < stride; i += threadCount()) {
      float g = error[i] * factor;
      if (l < levels - 1) g = fma(1.0f, above[i], g);
      error[i] = g;
      grad[i] = g;
    }
    barrier();
    entryGradients(sae, term, s, grad, 0, 0, partial, rule, bandwidth, slope, term.level ? l : -1);
    barrier();
  }
  if (threadIndex() == 0) countActive(sae, term, s, rule);
}

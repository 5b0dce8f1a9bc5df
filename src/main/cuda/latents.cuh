// The backward pass and the update, a block a latent. A sum over samples goes through the latent's entries in
// the order of the samples, whom the bits of a term name.
#pragma once
#include "autoencoder.cuh"

// Entries of a latent that shared memory holds at a time.
constexpr int HELD = 256;

// The entries of latent f: their number, and where each thread's words begin among them. Words are dealt out in
// neighbouring runs, one a thread. Shared memory: a number a thread.
struct Entries {
  int words, from, to, begin, total;
};

DEVICE Entries entriesOf(const Sae& sae, const Term& term, int f, int rows, int* sums) {
  Entries e;
  e.words = (rows + 31) >> 5;
  int each = (e.words + threadCount() - 1) / threadCount();
  e.from = least(e.words, threadIndex() * each);
  e.to = least(e.words, e.from + each);
  int own = 0;
  for (int w = e.from; w < e.to; w++) own += __builtin_popcount(term.bits[(u64)w * sae.dSae + f]);
  sums[threadIndex()] = own;
  barrier();
  e.begin = 0;
  e.total = 0;
  for (int t = 0; t < threadCount(); t++) {
    if (t < threadIndex()) e.begin += sums[t];
    e.total += sums[t];
  }
  barrier();
  return e;
}

// Lists the samples of the entries first … first + HELD − 1.
DEVICE void list(const Sae& sae, const Term& term, int f, const Entries& e, int first, int* sample) {
  int at = e.begin - first;
  for (int w = e.from; w < e.to && at < HELD; w++) {
    u32 bits = term.bits[(u64)w * sae.dSae + f];
    while (bits) {
      if (at >= 0 && at < HELD) sample[at] = w * 32 + __builtin_ctz(bits);
      at++;
      bits &= bits - 1;
    }
  }
}

// The gradients of a latent's bias and threshold: sums of its entries' gradients, term after term. Thread 0 adds
// up what the block has fetched. With magnitudes s·z + t, s = exp(r_mag), t = b_mag − s·b, and g the gradient of an
// entry's magnitude: that of b_mag is Σ g, that of r_mag Σ g·a − b_mag·Σ g, and b has Σ ∂/∂z − s·Σ g. Shared memory:
// a number a thread, samples and three numbers of HELD entries.
DEVICE void sumGradients(const Sae& sae, const Term* terms, int count, int gated, int f, int rows) {
  int* sums = (int*)sharedMemory;
  int* sample = sums + threadCount();
  float* grad = (float*)(sample + HELD);
  float* gate = grad + HELD;
  float* act = gate + HELD;
  float bias = 0.0f, theta = 0.0f, byActivation = 0.0f;
  for (int t = 0; t < count; t++) {
    const Term& term = terms[t];
    bool gates = sae.weights.theta && t < gated;
    Entries e = entriesOf(sae, term, f, rows, sums);
    float ownBias = 0.0f, ownTheta = 0.0f;
    for (int first = 0; first < e.total; first += HELD) {
      list(sae, term, f, e, first, sample);
      barrier();
      int here = least(HELD, e.total - first);
      for (int j = threadIndex(); j < here; j += threadCount()) {
        u64 at = (u64)sample[j] * sae.width + f;
        grad[j] = term.grad[at];
        if (gates) gate[j] = term.gate[at];
        if (gates && sae.magnitudes) act[j] = activation(sae, term, term.z[at], f);
      }
      barrier();
      if (threadIndex() == 0) {
#pragma unroll 8
        for (int j = 0; j < here; j++) ownBias = ownBias + grad[j];
        if (gates)
          for (int j = 0; j < here; j++) ownTheta = ownTheta + gate[j];
        if (gates && sae.magnitudes)
          for (int j = 0; j < here; j++) byActivation = fma(gate[j], act[j], byActivation);
      }
    }
    barrier();
    bias = bias + ownBias;
    if (gates) theta = theta + ownTheta;
  }
  if (threadIndex() == 0) {
    sae.zGrad[f] = bias;
    if (sae.magnitudes) {
      sae.thetaGrad[f] = byActivation - sae.weights.theta[sae.dSae + f] * theta;
      sae.thetaGrad[sae.dSae + f] = theta;
      bias = bias - sae.threshold[f] * theta;
    } else if (sae.weights.theta) {
      sae.thetaGrad[f] = sae.logarithmic ? theta * exponential(sae.weights.theta[f]) : theta;
    }
    sae.biasGrad[f] = bias;
  }
}

// The gradient of b_dec: Σ_s ∂/∂x̂_s − Σ_f (∂/∂z)_f·W_enc[:, f], sixteen partial sums a column of which number
// l adds the samples and then the latents l mod 16. Where the encoder has several rounds, the second sum is that
// of ∂/∂(x − b_dec) over samples, byInput; output is null where x̂ has no b_dec of its own. A block has 8
// columns. Shared memory: 16 × 8 floats.
DEVICE void decoderBias(const Sae& sae, const float* output, const float* byInput, int rows) {
  int column0 = blockIndex() * 8, stride = sae.stride;
  for (int u = threadIndex(); u < 128; u += threadCount()) {
    int l = u >> 3, c = column0 + (u & 7);
    float sum = 0.0f;
    if (output) {
#pragma unroll 32
      for (int s = l; s < rows; s += 16) sum = fma(1.0f, output[(u64)s * stride + c], sum);
    }
    if (byInput) {
#pragma unroll 32
      for (int s = l; s < rows; s += 16) sum = fma(-1.0f, byInput[(u64)s * stride + c], sum);
    } else {
#pragma unroll 32
      for (int f = l; f < sae.dSae; f += 16) sum = fma(-sae.zGrad[f], sae.viewEnc[(u64)f * stride + c], sum);
    }
    sharedMemory[(u & 7) * 16 + l] = sum;
  }
  barrier();
  for (int c = threadIndex(); c < 8; c += threadCount()) sae.bDecGrad[column0 + c] = fold(sharedMemory + 16 * c);
}

// Row a of the matrix of the penalty on cosines, Σ_f (dec[f][a]/‖dec[f]‖²)·dec[f][c]. A block for each of d_in
// rows; inverse: 1/‖row‖² of each latent.
DEVICE void gramRow(const Sae& sae, const float* inverse, int a) {
  for (int c = threadIndex(); c < sae.stride; c += threadCount()) {
    float sum = 0.0f;
#pragma unroll 8
    for (int f = 0; f < sae.dSae; f++) {
      const float* row = sae.weights.dec + (u64)f * sae.stride;
      sum = fma(row[a] * inverse[f], row[c], sum);
    }
    sae.gram[(u64)a * sae.stride + c] = sum;
  }
}

// Adam's step for one parameter.
DEVICE float adam(const Sae& sae, float theta, float* firstAt, float* secondAt, float gradient, float size, float root) {
  float m = fma(sae.beta1, *firstAt, gradient * sae.rest1);
  float v = fma(sae.beta2, *secondAt, gradient * gradient * sae.rest2);
  m = magnitude(m) < FLUSH ? 0.0f : m;
  v = v < FLUSH ? 0.0f : v;
  *firstAt = m;
  *secondAt = v;
  return theta - m * size / (squareRoot(v) * root + sae.epsilon);
}

// Four neighbouring parameters.
DEVICE Four adam(const Sae& sae, Four theta, float* firstAt, float* secondAt, Four g, float size, float root) {
  Four m = load(firstAt), v = load(secondAt);
  Four to = {adam(sae, theta.x, &m.x, &v.x, g.x, size, root), adam(sae, theta.y, &m.y, &v.y, g.y, size, root),
             adam(sae, theta.z, &m.z, &v.z, g.z, size, root), adam(sae, theta.w, &m.w, &v.w, g.w, size, root)};
  store(firstAt, m);
  store(secondAt, v);
  return to;
}

// Adds the entries' part of the gradients of a latent's encoder row and direction to two rows of shared memory.
DEVICE void gather(const Sae& sae, const Term& term, int f, int rows, bool begin, float* gradEnc, float* gradDec, int* sums, int* sample, float* act, float* grad) {
  Entries e = entriesOf(sae, term, f, rows, sums);
  int stride = sae.stride;
  for (int first = 0; first < e.total || (begin && first == 0); first += HELD) {
    list(sae, term, f, e, first, sample);
    barrier();
    int here = least(HELD, e.total - first);
    for (int j = threadIndex(); j < here; j += threadCount()) {
      u64 at = (u64)sample[j] * sae.width + f;
      act[j] = activation(sae, term, term.z[at], f);
      grad[j] = term.grad[at];
    }
    barrier();
    for (int c = threadIndex() * 4; c < stride; c += threadCount() * 4) {
      Four enc = four(0.0f), dec = four(0.0f);
      if (!begin || first > 0) {
        enc = load(gradEnc + c);
        dec = load(gradDec + c);
      }
      const float* in = term.input + c;
      const float* out = term.output + (term.level ? term.level[f] * term.levelSize : 0) + c;
#pragma unroll 4
      for (int j = 0; j < here; j++) {
        u64 row = (u64)sample[j] * stride;
        enc = fma(grad[j], load(in + row), enc);
        dec = fma(act[j], load(out + row), dec);
      }
      store(gradEnc + c, enc);
      store(gradDec + c, dec);
    }
    barrier();
  }
}

// Whether and how often a latent was active, and since when it has not been.
DEVICE void listen(const Sae& sae, const Term* terms, int heard, int f, int rows, bool started) {
  int fired = 0;
  for (int t = 0; t < heard; t++) {
    const Term& term = terms[t];
    for (int w = threadIndex(); w < (rows + 31) >> 5; w += threadCount()) {
      u32 bits = term.bits[(u64)w * sae.dSae + f];
      if (term.activation == WHOLE_Z) {
        fired += __builtin_popcount(bits);
      } else {
        for (; bits; bits &= bits - 1) fired += activation(sae, term, term.z[(u64)(w * 32 + __builtin_ctz(bits)) * sae.width + f], f) > 0.0f ? 1 : 0;
      }
    }
  }
  int* total = (int*)sharedMemory;
  if (threadIndex() == 0) *total = 0;
  barrier();
  take(total, fired);
  barrier();
  if (threadIndex() == 0) {
    double share = (double)*total / rows, before = sae.frequency[f];
    sae.frequency[f] = started ? before + 0.01 * (share - before) : share;
    sae.silent[f] = *total > 0 ? 0 : sae.silent[f] + 1;
  }
  barrier();
}

// Turns the gradients of a latent's rows as the view has them into those of the weights' rows; returns the
// gradient of the bias.
DEVICE float ownGradients(const Sae& sae, int f, float* gradEnc, float* gradDec, float* partial) {
  int stride = sae.stride;
  u64 row = (u64)f * stride;
  float bias = sae.biasGrad[f];
  if (sae.gram) {
    const float* direction = sae.directions + row;
    for (int c = threadIndex(); c < stride; c += threadCount()) {
      float sum = gradDec[c] - sae.cosineStep * direction[c];
      for (int j = 0; j < stride; j++) sum = fma(sae.cosineStep * direction[j], sae.gram[(u64)j * stride + c], sum);
      gradDec[c] = sum;
    }
    barrier();
  }
  if (sae.norm) {
    float n = sae.norm[f], inverse = n > 0.0f ? 1.0f / n : 0.0f;
    float byNorm = rowDot(gradEnc, sae.weights.enc + row, stride, partial) + bias * sae.weights.bEnc[f];
    float along = rowDot(gradDec, sae.directions + row, stride, partial);
    float radial = byNorm - (n > 0.0f ? along / n : 0.0f);
    for (int i = threadIndex(); i < stride; i += threadCount()) {
      gradDec[i] = fma(radial, sae.directions[row + i], gradDec[i] * inverse);
      gradEnc[i] = gradEnc[i] * n;
    }
    bias = bias * n;
    barrier();
  }
  if (sae.tied) {
    for (int i = threadIndex(); i < stride; i += threadCount()) {
      gradDec[i] = fma(1.0f, gradEnc[i], gradDec[i]);
      gradEnc[i] = 0.0f;
    }
    barrier();
  }
  if (sae.decoder == UNIT) {
    float parallel = rowDot(gradDec, sae.weights.dec + row, stride, partial);
    for (int i = threadIndex(); i < stride; i += threadCount()) gradDec[i] = fma(-parallel, sae.weights.dec[row + i], gradDec[i]);
    barrier();
  }
  return bias;
}

// The length of theta.
DEVICE int thetas(const Sae& sae) { return !sae.weights.theta ? 0 : sae.magnitudes ? 2 * sae.dSae : sae.dSae; }

// The squares of a latent's gradients, of what is trained.
DEVICE void sumSquares(const Sae& sae, int f, const float* gradEnc, const float* gradDec, float bias, float* partial) {
  double square = 0.0;
  if (!sae.freezesDec) square += (double)rowDot(gradDec, gradDec, sae.stride, partial);
  if (!sae.freezesEnc) square += (double)rowDot(gradEnc, gradEnc, sae.stride, partial);
  if (threadIndex() == 0) {
    if (sae.trainsBias) square += (double)bias * bias;
    double own = 0.0;
    for (int j = f; j < thetas(sae); j += sae.dSae) own += (double)sae.thetaGrad[j] * sae.thetaGrad[j];
    sae.squares[f] = square + own;
  }
}

// Moves a decoder row in shared memory that has turned too far from its start to the nearest direction within
// the least cosine, with the same norm.
DEVICE void hold(const Sae& sae, int f, float* dec, float* partial) {
  int stride = sae.stride;
  const float* begin = sae.startDec + (u64)f * stride;
  double along = rowDot(dec, begin, stride, partial), square = rowDot(dec, dec, stride, partial), start = rowDot(begin, begin, stride, partial);
  double cosine = sae.leastCosine;
  if (!(square > 0.0 && start > 0.0) || along >= cosine * squareRoot(square * start)) return;
  double a = along / squareRoot(start), rest = square - a * a, across = squareRoot(rest > 0.0 ? rest : 0.0);
  double scale = across > 0.0 ? squareRoot(square * (1.0 - cosine * cosine)) / across : 0.0;
  double byStart = (cosine * squareRoot(square) - scale * a) / squareRoot(start);
  for (int i = threadIndex(); i < stride; i += threadCount()) dec[i] = fma((float)byStart, begin[i], dec[i] * (float)scale);
  barrier();
}

// The optimiser's step of a latent, whose gradients of thresholds are multiplied with factor. The new decoder row
// goes through the shared row that held its gradient.
DEVICE void updateLatent(const Sae& sae, int f, float* gradEnc, float* gradDec, float bias, float factor, double rate, float* partial) {
  int stride = sae.stride, taken = sae.taken[f] + 1;
  u64 row = (u64)f * stride;
  float size = (float)(rate / sae.beta1ToT[taken]), root = sae.root[taken];
  barrier(); // all have read how many steps were taken
  if (!sae.freezesDec) {
    for (int c = threadIndex() * 4; c < stride; c += threadCount() * 4) {
      Four g = load(gradDec + c);
      store(gradDec + c, adam(sae, load(sae.weights.dec + row + c), sae.first.dec + row + c, sae.second.dec + row + c, g, size, root));
    }
    barrier();
    if (sae.startDec) hold(sae, f, gradDec, partial);
    float scale = 1.0f;
    if (sae.decoder == UNIT) {
      float norm = squareRoot(rowDot(gradDec, gradDec, stride, partial));
      scale = norm > 0.0f ? 1.0f / norm : 1.0f;
    }
    for (int c = threadIndex() * 4; c < stride; c += threadCount() * 4) {
      Four dec = scaled(load(gradDec + c), scale);
      store(sae.weights.dec + row + c, dec);
      if (sae.tied) store(sae.weights.enc + row + c, dec);
    }
  }
  if (!sae.tied && !sae.freezesEnc) {
    for (int c = threadIndex() * 4; c < stride; c += threadCount() * 4) {
      Four g = load(gradEnc + c);
      store(sae.weights.enc + row + c, adam(sae, load(sae.weights.enc + row + c), sae.first.enc + row + c, sae.second.enc + row + c, g, size, root));
    }
  }
  if (threadIndex() == 0) {
    if (sae.trainsBias) sae.weights.bEnc[f] = adam(sae, sae.weights.bEnc[f], &sae.first.bEnc[f], &sae.second.bEnc[f], bias, size, root);
    for (int j = f; j < thetas(sae); j += sae.dSae) sae.weights.theta[j] = adam(sae, sae.weights.theta[j], &sae.first.theta[j], &sae.second.theta[j], factor * sae.thetaGrad[j], size, root);
    sae.taken[f] = taken;
  }
}

// What a launch does of the backward pass: all of it, or, where gradients are clipped, first the gradients and
// then the steps.
constexpr int WHOLE = 0, GRADIENTS = 1, STEPS = 2;

// Shared memory: two rows, 16 floats, a number a thread, and HELD entries.
DEVICE void learn(const Sae& sae, const Term* terms, int count, int heard, int rows, int part, bool started, double rate) {
  int stride = sae.stride, f = blockIndex();
  float* gradEnc = sharedMemory;
  float* gradDec = gradEnc + stride;
  float* partial = gradDec + stride;
  int* sums = (int*)(partial + 16);
  int* sample = sums + fours(threadCount());
  float* act = (float*)(sample + HELD);
  float* grad = act + HELD;
  float bias, factor = 1.0f;
  if (part == STEPS) {
    factor = (float)sae.squares[0];
    for (int i = threadIndex(); i < stride; i += threadCount()) {
      gradEnc[i] = factor * sae.kept[(u64)2 * f * stride + i];
      gradDec[i] = factor * sae.kept[(u64)(2 * f + 1) * stride + i];
    }
    bias = sae.biasGrad[f] * factor;
    barrier();
  } else {
    listen(sae, terms, heard, f, rows, started);
    for (int t = 0; t < count; t++) gather(sae, terms[t], f, rows, t == 0, gradEnc, gradDec, sums, sample, act, grad);
    bias = ownGradients(sae, f, gradEnc, gradDec, partial);
    for (int t = 0; t < count; t++)
      for (int w = threadIndex(); w < (rows + 31) >> 5; w += threadCount()) terms[t].bits[(u64)w * sae.dSae + f] = 0;
  }
  if (part == GRADIENTS) {
    sumSquares(sae, f, gradEnc, gradDec, bias, partial);
    for (int i = threadIndex(); i < stride; i += threadCount()) {
      sae.kept[(u64)2 * f * stride + i] = gradEnc[i];
      sae.kept[(u64)(2 * f + 1) * stride + i] = gradDec[i];
    }
    if (threadIndex() == 0) sae.biasGrad[f] = bias;
  } else {
    updateLatent(sae, f, gradEnc, gradDec, bias, factor, rate, partial);
  }
}

// Latents whose squares are added up before those of the next ones.
constexpr int CLIP_BLOCK = 36;

// The factor that makes the norm of all gradients at most the largest. One block; shared memory: 16 floats and
// a double for each CLIP_BLOCK latents.
DEVICE void clipFactor(const Sae& sae, double clip) {
  double* squares = (double*)(sharedMemory + 16);
  int blocks = (sae.dSae + CLIP_BLOCK - 1) / CLIP_BLOCK;
  for (int b = threadIndex(); b < blocks; b += threadCount()) {
    double square = 0.0;
    for (int f = b * CLIP_BLOCK; f < sae.dSae && f < (b + 1) * CLIP_BLOCK; f++) square += sae.squares[f];
    squares[b] = square;
  }
  double square = rowDot(sae.bDecGrad, sae.bDecGrad, sae.stride, sharedMemory);
  if (threadIndex() == 0) {
    for (int b = 0; b < blocks; b++) square += squares[b];
    double factor = clip / (squareRoot(square) + 1e-6);
    sae.squares[0] = (double)(float)(factor < 1.0 ? factor : 1.0);
  }
}

// The optimiser's step of b_dec. One block.
DEVICE void updateDecoderBias(const Sae& sae, double rate, bool clips) {
  int taken = sae.taken[sae.dSae] + 1;
  float size = (float)(rate / sae.beta1ToT[taken]), root = sae.root[taken];
  for (int i = threadIndex(); i < sae.stride; i += threadCount()) {
    float g = sae.bDecGrad[i];
    if (clips) g = g * (float)sae.squares[0];
    sae.weights.bDec[i] = adam(sae, sae.weights.bDec[i], &sae.first.bDec[i], &sae.second.bDec[i], g, size, root);
  }
  barrier();
  if (threadIndex() == 0) sae.taken[sae.dSae] = taken;
}

DEVICE bool isDead(const Sae& sae, const int* level, int which, int f) { return sae.silent[f] >= sae.window && (!level || level[f] == which); }

// Lists the latents that have been silent for long. One block; shared memory: a number a warp.
DEVICE void listDead(const Sae& sae, const int* level, int which) {
  int* sums = (int*)sharedMemory;
  int segment = (sae.dSae + warpCount() - 1) / warpCount(), step = laneCount();
  segment = (segment + step - 1) / step * step;
  int from = warp() * segment, end = least(sae.dSae, from + segment), own = 0;
  for (int f0 = from; f0 < end; f0 += step) {
    int f = f0 + lane();
    own += __builtin_popcount(ballot(f < end && isDead(sae, level, which, f)));
  }
  if (lane() == 0) sums[warp()] = own;
  barrier();
  int position = 0, total = 0;
  for (int w = 0; w < warpCount(); w++) {
    if (w < warp()) position += sums[w];
    total += sums[w];
  }
  if (threadIndex() == 0) *sae.deadCount = total;
  for (int f0 = from; f0 < end; f0 += step) {
    int f = f0 + lane();
    bool is = f < end && isDead(sae, level, which, f);
    u32 all = ballot(is);
    if (is) sae.dead[position + before(all)] = f;
    position += __builtin_popcount(all);
  }
}

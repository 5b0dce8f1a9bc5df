// What comes before and after the encoder's product: centred inputs, weights as the forward pass uses them,
// and the selection of entries.
#pragma once
#include "autoencoder.cuh"

// Squares of 32 × 32 that are written across go through shared memory, [32][33].
constexpr int SQUARE_SIDE = 32, SQUARE_ROW = 33;

// x = scale·batch − b_dec, and the same across: [stride][rowsUp]. A block does one square.
DEVICE void centre(const Sae& sae, const float* batch, float* x, float* xAcross, int rows, int rowsUp) {
  int squares = sae.stride / SQUARE_SIDE, s0 = blockIndex() / squares * SQUARE_SIDE, i0 = blockIndex() % squares * SQUARE_SIDE;
  for (int e = threadIndex(); e < SQUARE_SIDE * SQUARE_SIDE; e += threadCount()) {
    int s = s0 + e / SQUARE_SIDE, i = i0 + e % SQUARE_SIDE;
    float v = 0.0f;
    if (s < rows && i < sae.dIn) v = batch[(u64)s * sae.dIn + i] * sae.scale - sae.weights.bDec[i];
    x[(u64)s * sae.stride + i] = v;
    sharedMemory[e / SQUARE_SIDE * SQUARE_ROW + e % SQUARE_SIDE] = v;
  }
  barrier();
  for (int e = threadIndex(); e < SQUARE_SIDE * SQUARE_SIDE; e += threadCount())
    xAcross[(u64)(i0 + e / SQUARE_SIDE) * rowsUp + s0 + e % SQUARE_SIDE] = sharedMemory[e % SQUARE_SIDE * SQUARE_ROW + e / SQUARE_SIDE];
}

// Writes a matrix [rows][stride] across: [stride][rowsUp], with 0 beyond its rows.
DEVICE void turn(const float* from, float* to, int rows, int stride, int rowsUp) {
  int squares = stride / SQUARE_SIDE, r0 = blockIndex() / squares * SQUARE_SIDE, i0 = blockIndex() % squares * SQUARE_SIDE;
  for (int e = threadIndex(); e < SQUARE_SIDE * SQUARE_SIDE; e += threadCount()) {
    int r = r0 + e / SQUARE_SIDE;
    sharedMemory[e / SQUARE_SIDE * SQUARE_ROW + e % SQUARE_SIDE] = r < rows ? from[(u64)r * stride + i0 + e % SQUARE_SIDE] : 0.0f;
  }
  barrier();
  for (int e = threadIndex(); e < SQUARE_SIDE * SQUARE_SIDE; e += threadCount())
    to[(u64)(i0 + e / SQUARE_SIDE) * rowsUp + r0 + e % SQUARE_SIDE] = sharedMemory[e % SQUARE_SIDE * SQUARE_ROW + e / SQUARE_SIDE];
}

// The view of a latent whose activation is measured in the norm of its decoder row, and its threshold.
DEVICE void rescale(const Sae& sae, int f) {
  int row = f * sae.stride;
  if (sae.threshold && threadIndex() == 0) sae.threshold[f] = sae.logarithmic ? exponential(sae.weights.theta[f]) : sae.weights.theta[f];
  if (!sae.norm) return;
  float n = squareRoot(rowDot(sae.weights.dec + row, sae.weights.dec + row, sae.stride, sharedMemory));
  float inverse = n > 0.0f ? 1.0f / n : 0.0f;
  if (threadIndex() == 0) {
    sae.norm[f] = n;
    sae.viewBias[f] = n * sae.weights.bEnc[f];
  }
  for (int i = threadIndex(); i < sae.stride; i += threadCount()) {
    sae.viewEnc[row + i] = n * sae.weights.enc[row + i];
    sae.directions[row + i] = inverse * sae.weights.dec[row + i];
  }
}

// The largest activations of a batch: found bin by bin of their bits, which are ordered as positive numbers are.
struct BatchRank {
  u64 rank;            // of the wanted activation among those of the same prefix
  u32 prefix;          // the bits that are known
  u32 floor;           // activations with smaller bits are not counted, unless there are too few others
  int again;           // whether there were
  int equal;           // how many activations are the smallest that is kept
  int quota;           // how many of them are kept
  float least;         // the smallest that is kept
  int histogram[2048];
};
static_assert(sizeof(BatchRank) == 32 + 8192, "SaeRecords.BATCH_RANK");

// The three digits of 31 bits: 11, 11 and 9 of them.
DEVICE int digitShift(int digit) { return digit == 0 ? 20 : digit == 1 ? 9 : 0; }
DEVICE int digitSize(int digit) { return digit == 2 ? 512 : 2048; }

// Counts a digit of all activations with the known prefix. repeat: do so only if the count before was too small.
DEVICE void countDigits(const Sae& sae, const float* z, BatchRank* batch, int rows, int digit, bool repeat) {
  if (repeat && !batch->again) return;
  int* histogram = (int*)sharedMemory;
  for (int b = threadIndex(); b < digitSize(digit); b += threadCount()) histogram[b] = 0;
  barrier();
  u32 prefix = batch->prefix, floor = batch->floor > 1u ? batch->floor : 1u;
  int shift = digitShift(digit), known = digit == 0 ? 31 : digitShift(digit - 1), mask = digitSize(digit) - 1;
  for (int s = blockIndex(); s < rows; s += blockCount()) {
    const float* row = z + (u64)s * sae.width;
    for (int f = threadIndex(); f < sae.dSae; f += threadCount()) {
      u32 bits = bitsOf(row[f]);
      if (bits < 0x80000000u && bits >= floor && (digit == 0 || bits >> known == prefix)) take(&histogram[bits >> shift & mask], 1);
    }
  }
  barrier();
  for (int b = threadIndex(); b < digitSize(digit); b += threadCount())
    if (histogram[b]) take(&batch->histogram[b], histogram[b]);
}

// Finds the digit of the wanted rank, and empties the histogram. One block.
DEVICE void findDigit(BatchRank* batch, u64 wanted, int digit, bool repeat) {
  if (repeat && !batch->again) return;
  constexpr int PARTS = 128;
  int* sums = (int*)sharedMemory;
  int size = digitSize(digit), each = size / PARTS;
  for (int p = threadIndex(); p < PARTS; p += threadCount()) {
    int sum = 0;
    for (int b = 0; b < each; b++) sum += batch->histogram[p * each + b];
    sums[p] = sum;
  }
  barrier();
  if (threadIndex() == 0) {
    u64 rank = batch->rank;
    u32 prefix = batch->prefix;
    bool found = true;
    if (digit == 0) {
      u64 total = 0;
      for (int p = 0; p < PARTS; p++) total += sums[p];
      batch->again = !repeat && total < wanted && batch->floor > 1u;
      if (batch->again) batch->floor = 0;
      rank = total < wanted ? total : wanted;
      prefix = 0;
      found = !batch->again && rank > 0;
    } else {
      found = rank > 0;
    }
    if (found) {
      int p = PARTS - 1;
      for (; (u64)sums[p] < rank; p--) rank -= sums[p];
      int b = p * each + each - 1;
      for (; (u64)batch->histogram[b] < rank; b--) rank -= batch->histogram[b];
      prefix = digit == 2 ? prefix << 9 | b : prefix << 11 | b;
      batch->equal = batch->histogram[b];
    }
    batch->rank = rank;
    batch->prefix = prefix;
    if (digit == 2) {
      batch->least = rank > 0 ? floatOf(prefix) : 0.0f;
      batch->quota = (int)rank;
      if (rank == 0) batch->equal = 0;
      batch->floor = rank > 0 ? bitsOf(batch->least * 0.5f) : 0;
      batch->prefix = 0;
    }
  }
  barrier();
  for (int b = threadIndex(); b < size; b += threadCount()) batch->histogram[b] = 0;
}

// How many activations equal to the smallest one each sample keeps: the first of the batch. One block; all do
// where all are kept, which is nearly always.
DEVICE void shareQuota(const Sae& sae, const float* z, const BatchRank* batch, int* quotas, int rows) {
  bool all = batch->equal == batch->quota;
  for (int s = threadIndex(); s < rows; s += threadCount()) {
    int equal = 0;
    if (all)
      equal = sae.dSae;
    else
      for (int f = 0; f < sae.dSae; f++) equal += z[(u64)s * sae.width + f] == batch->least ? 1 : 0;
    quotas[s] = equal;
  }
  if (all) return;
  barrier();
  if (threadIndex() == 0) {
    int left = batch->quota;
    for (int s = 0; s < rows; s++) {
      quotas[s] = least(quotas[s], left);
      left -= quotas[s];
    }
  }
}

// Adds an entry of a sample.
DEVICE void enter(const Sae& sae, const Term& term, int s, int position, int f, float value) {
  u64 at = (u64)s * term.capacity + position;
  term.latent[at] = f;
  term.act[at] = term.cut && !(value > sae.threshold[f]) ? 0.0f : value;
  if (term.bits) mark(&term.bits[(u64)(s >> 5) * sae.dSae + f], 1u << (s & 31));
}

// Whether a pre-activation is an entry by the rule alone.
DEVICE bool chosen(int rule, float z, float bound, const float* threshold, int f) {
  if (rule == ABOVE_THRESHOLD) return z > threshold[f] - bound;
  if (rule == OPEN) return z > 0.0f && z > threshold[f];
  return z > bound;
}

// Enters what the rule chooses, and the first quota of those that equal the bound. Warps have neighbouring
// segments of the row. Shared memory: two numbers a warp.
DEVICE void enterChosen(const Sae& sae, const Term& term, int s, int rule, float bound, int quota) {
  const float* z = term.z + (u64)s * sae.width;
  int* above = (int*)sharedMemory;
  int* equal = above + warpCount();
  int segment = (sae.dSae + warpCount() - 1) / warpCount(), step = laneCount();
  segment = (segment + step - 1) / step * step;
  int from = warp() * segment, end = least(sae.dSae, from + segment);
  for (int w = threadIndex(); w < 2 * warpCount(); w += threadCount()) above[w] = 0;
  barrier();
  int mine = 0, same = 0;
#pragma unroll 8
  for (int f = from + lane(); f < end; f += step) {
    float v = z[f];
    mine += chosen(rule, v, bound, sae.threshold, f) ? 1 : 0;
    same += v == bound ? 1 : 0;
  }
  if (mine) take(&above[warp()], mine);
  if (same && quota > 0) take(&equal[warp()], same);
  barrier();
  int position = 0, used = 0, total = 0, totalEqual = 0;
  for (int w = 0; w < warpCount(); w++) {
    if (w < warp()) position += above[w], used += equal[w];
    total += above[w], totalEqual += equal[w];
  }
  position += least(used, quota);
  if (threadIndex() == 0) term.count[s] = total + least(totalEqual, quota);
  constexpr int TOGETHER = 4;
  for (int f0 = from; f0 < end; f0 += TOGETHER * step) {
    float v[TOGETHER];
#pragma unroll
    for (int i = 0; i < TOGETHER; i++) {
      int f = f0 + i * step + lane();
      v[i] = f < end ? z[f] : 0.0f;
    }
#pragma unroll
    for (int i = 0; i < TOGETHER; i++) {
      int f = f0 + i * step + lane();
      bool in = f < end && chosen(rule, v[i], bound, sae.threshold, f);
      if (quota > used) {
        bool is = f < end && v[i] == bound;
        u32 equals = ballot(is);
        in = in || (is && used + before(equals) < quota);
        used += __builtin_popcount(equals);
      }
      u32 ins = ballot(in);
      if (in) enter(sae, term, s, position + before(ins), f, v[i]);
      position += __builtin_popcount(ins);
    }
  }
}

// Candidates for the k largest of a row that shared memory has room for.
constexpr int CANDIDATES = 1024;

// Enters the k largest positive pre-activations; of equal ones, those of lower latents. At least k entries are
// not below the k-th largest of the threads' maxima, and seldom many more; where they are too many, the k-th
// largest is found bit by bit. Shared memory: [threads] floats, 4, [31] numbers and two a warp, then candidates.
DEVICE void enterLargest(const Sae& sae, const Term& term, int s, int k) {
  const float* z = term.z + (u64)s * sae.width;
  float* maxima = sharedMemory;
  float* bound = maxima + fours(threadCount());
  int* found = (int*)bound + 1;
  float* value = bound + 4;
  int* latent = (int*)value + CANDIDATES;
  int* rank = latent + CANDIDATES;
  float most = 0.0f;
#pragma unroll 4
  for (int f = threadIndex() * 4; f < sae.width; f += threadCount() * 4) {
    Four v = load(z + f);
    float a = v.x > v.y ? v.x : v.y, b = v.z > v.w ? v.z : v.w;
    a = a > b ? a : b;
    most = a > most ? a : most;
  }
  maxima[threadIndex()] = most;
  if (threadIndex() == 0) {
    *bound = 0.0f;
    *found = 0;
  }
  barrier();
  if (k <= threadCount()) {
    int greater = 0;
    for (int t = 0; t < threadCount(); t += 4) {
      Four v = load(maxima + t);
      greater += v.x > most || (v.x == most && t < threadIndex()) ? 1 : 0;
      greater += v.y > most || (v.y == most && t + 1 < threadIndex()) ? 1 : 0;
      greater += v.z > most || (v.z == most && t + 2 < threadIndex()) ? 1 : 0;
      greater += v.w > most || (v.w == most && t + 3 < threadIndex()) ? 1 : 0;
    }
    if (greater == k - 1 && threadCount() >= 4) *bound = most;
    barrier();
  }
  float low = *bound;
#pragma unroll 2
  for (int f = threadIndex() * 4; f < sae.width; f += threadCount() * 4) {
    Four v = load(z + f);
    float all[4] = {v.x, v.y, v.z, v.w};
#pragma unroll
    for (int i = 0; i < 4; i++) {
      if (all[i] > 0.0f && all[i] >= low && f + i < sae.dSae) {
        int at = take(found, 1);
        if (at < CANDIDATES) {
          value[at] = all[i];
          latent[at] = f + i;
        }
      }
    }
  }
  barrier();
  int n = *found;
  if (n <= CANDIDATES) {
    for (int c = threadIndex(); c < n; c += threadCount()) {
      float v = value[c];
      int f = latent[c], greater = 0;
      for (int o = 0; o < n; o++) greater += value[o] > v || (value[o] == v && latent[o] < f) ? 1 : 0;
      rank[c] = greater;
    }
    barrier();
    for (int c = threadIndex(); c < n; c += threadCount()) {
      if (rank[c] < k) {
        int f = latent[c], position = 0;
        for (int o = 0; o < n; o++) position += rank[o] < k && latent[o] < f ? 1 : 0;
        enter(sae, term, s, position, f, value[c]);
      }
    }
    if (threadIndex() == 0) term.count[s] = least(n, k);
    return;
  }
  // The bits of the k-th largest, from the highest on. Counters are used in turn, and none twice.
  int* counters = (int*)value;
  barrier();
  for (int b = threadIndex(); b < 32; b += threadCount()) counters[b] = 0;
  barrier();
  u32 bits = 0;
  int greater = 0;
  for (int b = 30; b >= 0; b--) {
    u32 tried = bits | 1u << b;
    int mine = 0;
    for (int f = threadIndex(); f < sae.dSae; f += threadCount()) {
      u32 own = bitsOf(z[f]);
      mine += own < 0x80000000u && own >= tried ? 1 : 0;
    }
    take(&counters[b], mine);
    barrier();
    if (counters[b] >= k)
      bits = tried;
    else
      greater = counters[b];
  }
  barrier();
  enterChosen(sae, term, s, ABOVE, floatOf(bits), bits ? k - greater : 0);
}

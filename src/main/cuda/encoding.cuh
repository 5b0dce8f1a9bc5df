// What comes before and after the encoder's product: centred inputs, weights as the forward pass uses them,
// and the selection of entries.
#pragma once
#include "autoencoder.cuh"
#include "peaks.cuh"

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

// The shift t = b_mag − s·b of a latent's magnitudes, by its scale and the bias of z.
DEVICE void shift(const Sae& sae, int f) {
  int b = sae.dSae + f;
  sae.threshold[b] = sae.weights.theta[b] - sae.threshold[f] * sae.viewBias[f];
}

// The view of a latent whose activation is measured in the norm of its decoder row, and its threshold or the
// scale and the shift of its magnitudes.
DEVICE void rescale(const Sae& sae, int f) {
  int row = f * sae.stride;
  if (sae.threshold && threadIndex() == 0) sae.threshold[f] = sae.logarithmic || sae.magnitudes ? exponential(sae.weights.theta[f]) : sae.weights.theta[f];
  if (!sae.norm) {
    if (sae.magnitudes && threadIndex() == 0) shift(sae, f);
    return;
  }
  float n = squareRoot(rowDot(sae.weights.dec + row, sae.weights.dec + row, sae.stride, sharedMemory));
  float inverse = n > 0.0f ? 1.0f / n : 0.0f;
  if (threadIndex() == 0) {
    sae.norm[f] = n;
    sae.viewBias[f] = n * sae.weights.bEnc[f];
    if (sae.magnitudes) shift(sae, f);
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
  u64 quota;           // how many of the smallest that is kept are kept
  int again;           // whether there were
  float least;         // the smallest that is kept
  u64 histogram[2048];
};
static_assert(sizeof(BatchRank) == 32 + 16384, "SaeEncoder.RANK_BYTES");

// The three digits of 31 bits: 11, 11 and 9 of them.
DEVICE int digitShift(int digit) { return digit == 0 ? 20 : digit == 1 ? 9 : 0; }
DEVICE int digitSize(int digit) { return digit == 2 ? 512 : 2048; }

// Counts a digit of all activations with the known prefix. repeat: do so only if the count before was too small.
DEVICE void countDigits(const Sae& sae, const float* z, const float* peaks, BatchRank* batch, int rows, int digit, bool repeat) {
  if (repeat && !batch->again) return;
  int* histogram = (int*)sharedMemory;
  for (int b = threadIndex(); b < digitSize(digit); b += threadCount()) histogram[b] = 0;
  barrier();
  u32 prefix = batch->prefix, floor = batch->floor > 1u ? batch->floor : 1u;
  int shift = digitShift(digit), known = digit == 0 ? 31 : digitShift(digit - 1), mask = digitSize(digit) - 1;
  if (digit > 0 && prefix << known > floor) floor = prefix << known;
  float lowest = floatOf(floor);
  for (int s = blockIndex(); s < rows; s += blockCount()) {
    const float* row = z + (u64)s * sae.width;
#pragma unroll 4
    for (int p = threadIndex(); p < sae.width / PEAK; p += threadCount()) {
      if (!(peaks[(u64)s * (sae.width / PEAK) + p] >= lowest)) continue;
      for (int i = 0; i < PEAK; i++) {
        int f = firstColumn(p) + i % 4 + i / 4 * 32;
        u32 bits = bitsOf(row[f]);
        if (f < sae.dSae && bits < 0x80000000u && bits >= floor && (digit == 0 || bits >> known == prefix)) take(&histogram[bits >> shift & mask], 1);
      }
    }
  }
  barrier();
  for (int b = threadIndex(); b < digitSize(digit); b += threadCount())
    if (histogram[b]) take(&batch->histogram[b], (u64)histogram[b]);
}

// Finds the digit of the wanted rank, and empties the histogram. One block.
DEVICE void findDigit(BatchRank* batch, u64 wanted, int digit, bool repeat) {
  if (repeat && !batch->again) return;
  constexpr int PARTS = 128;
  u64* sums = (u64*)sharedMemory;
  int size = digitSize(digit), each = size / PARTS;
  for (int p = threadIndex(); p < PARTS; p += threadCount()) {
    u64 sum = 0;
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
      for (; sums[p] < rank; p--) rank -= sums[p];
      int b = p * each + each - 1;
      for (; batch->histogram[b] < rank; b--) rank -= batch->histogram[b];
      prefix = digit == 2 ? prefix << 9 | b : prefix << 11 | b;
    }
    batch->rank = rank;
    batch->prefix = prefix;
    if (digit == 2) {
      batch->least = rank > 0 ? floatOf(prefix) : 0.0f;
      batch->quota = rank;
      batch->floor = rank > 0 ? bitsOf(batch->least * 0.5f) : 0;
      batch->prefix = 0;
    }
  }
  barrier();
  for (int b = threadIndex(); b < size; b += threadCount()) batch->histogram[b] = 0;
}

// How many activations of each sample equal the smallest one that is kept. A block for each sample.
DEVICE void countEqual(const Sae& sae, const float* z, const float* peaks, const BatchRank* batch, int* quotas, int s) {
  int* total = (int*)sharedMemory;
  if (threadIndex() == 0) *total = 0;
  barrier();
  float bound = batch->least;
  int mine = 0;
#pragma unroll 4
  for (int p = threadIndex(); p < sae.width / PEAK; p += threadCount()) {
    if (!(peaks[(u64)s * (sae.width / PEAK) + p] >= bound)) continue;
    for (int i = 0; i < PEAK; i++) {
      int f = firstColumn(p) + i % 4 + i / 4 * 32;
      mine += f < sae.dSae && z[(u64)s * sae.width + f] == bound ? 1 : 0;
    }
  }
  if (mine) take(total, mine);
  barrier();
  if (threadIndex() == 0) quotas[s] = *total;
}

// How many of them each sample keeps: the first of the batch. One block, whose threads have neighbouring samples.
// Shared memory: eight bytes a thread.
DEVICE void shareQuota(const BatchRank* batch, int* quotas, int rows) {
  u64* sums = (u64*)sharedMemory;
  int each = (rows + threadCount() - 1) / threadCount(), from = least(rows, threadIndex() * each), to = least(rows, from + each);
  u64 own = 0;
  for (int s = from; s < to; s++) own += quotas[s];
  sums[threadIndex()] = own;
  barrier();
  u64 left = batch->quota;
  for (int t = 0; t < threadIndex(); t++) left -= left < sums[t] ? left : sums[t];
  for (int s = from; s < to; s++) {
    u64 kept = left < (u64)quotas[s] ? left : (u64)quotas[s];
    quotas[s] = (int)kept;
    left -= kept;
  }
}

// Adds an entry of a sample.
DEVICE void enter(const Sae& sae, const Term& term, int s, int position, int f, float value) {
  u64 at = (u64)s * term.capacity + position;
  term.latent[at] = f;
  term.act[at] = activation(sae, term, value, f);
  if (term.bits) mark(&term.bits[(u64)(s >> 5) * sae.dSae + f], 1u << (s & 31));
}

// Whether a pre-activation is an entry by the rule alone.
DEVICE bool chosen(const Sae& sae, int rule, float z, float bound, int f) {
  const float* threshold = sae.threshold;
  if (rule == ABOVE_THRESHOLD) return z > threshold[f] - bound;
  if (rule == OPEN) return z > 0.0f && z > threshold[f];
  if (rule == MAGNITUDE) return z > 0.0f && fma(z, threshold[f], threshold[sae.dSae + f]) > 0.0f;
  return z > bound;
}

// Peaks below this have nothing that a rule chooses.
DEVICE float lowestPeak(int rule, float bound) { return rule == ABOVE_THRESHOLD ? -INFINITE : rule == OPEN || rule == MAGNITUDE ? 0.0f : bound; }

// Enters what the rule chooses, and the first quota of those that equal the bound. Warps have neighbouring
// segments of the row, and their lanes a quad at a time. Shared memory: two numbers a warp.
DEVICE void enterChosen(const Sae& sae, const Term& term, const float* peaks, int s, int rule, float bound, int quota) {
  const float* z = term.z + (u64)s * sae.width;
  const float* peak = peaks + (u64)s * (sae.width / PEAK);
  float lowest = lowestPeak(rule, bound);
  int* above = (int*)sharedMemory;
  int* equal = above + warpCount();
  int step = laneCount(), quads = sae.width / 4, segment = (quads / step + warpCount() - 1) / warpCount() * step;
  int from = warp() * segment, end = least(quads, from + segment);
  for (int w = threadIndex(); w < 2 * warpCount(); w += threadCount()) above[w] = 0;
  barrier();
  int mine = 0, same = 0;
#pragma unroll 4
  for (int q = from + lane(); q < end; q += step) {
    if (!(peak[peakOf(q)] >= lowest)) continue;
    Four four = load(z + 4 * q);
    float v[4] = {four.x, four.y, four.z, four.w};
#pragma unroll
    for (int i = 0; i < 4; i++) {
      int f = 4 * q + i;
      mine += f < sae.dSae && chosen(sae, rule, v[i], bound, f) ? 1 : 0;
      same += f < sae.dSae && v[i] == bound ? 1 : 0;
    }
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
  if (above[warp()] + equal[warp()] == 0) return;
  constexpr int TOGETHER = 4;
  for (int q0 = from; q0 < end; q0 += TOGETHER * step) {
    float high[TOGETHER];
#pragma unroll
    for (int t = 0; t < TOGETHER; t++) high[t] = q0 + t * step < end ? peak[peakOf(q0 + t * step + lane())] : -INFINITE;
    for (int t = 0; t < TOGETHER && q0 + t * step < end; t++) {
      int f = 4 * (q0 + t * step + lane());
      float top = t == 0 ? high[0] : t == 1 ? high[1] : t == 2 ? high[2] : high[3];
      bool here = top >= lowest;
      if (!ballot(here)) continue;
      Four four = here ? load(z + f) : Four{0.0f, 0.0f, 0.0f, 0.0f};
      float v[4] = {four.x, four.y, four.z, four.w};
      bool in[4];
#pragma unroll
      for (int i = 0; i < 4; i++) in[i] = here && f + i < sae.dSae && chosen(sae, rule, v[i], bound, f + i);
      if (quota > used) {
        int rank = used;
        bool is[4];
#pragma unroll
        for (int i = 0; i < 4; i++) {
          is[i] = here && f + i < sae.dSae && v[i] == bound;
          u32 equals = ballot(is[i]);
          rank += before(equals);
          used += __builtin_popcount(equals);
        }
#pragma unroll
        for (int i = 0; i < 4; i++) {
          in[i] = in[i] || (is[i] && rank < quota);
          rank += is[i] ? 1 : 0;
        }
      }
      int at = position;
#pragma unroll
      for (int i = 0; i < 4; i++) {
        u32 ins = ballot(in[i]);
        at += before(ins);
        position += __builtin_popcount(ins);
      }
#pragma unroll
      for (int i = 0; i < 4; i++)
        if (in[i]) enter(sae, term, s, at++, f + i, v[i]);
    }
  }
}

// Candidates for the k largest of a row that shared memory has room for.
constexpr int CANDIDATES = 1024;

// Enters the k largest positive pre-activations; of equal ones, those of lower latents. At least k entries are
// not below the k-th largest of the threads' peaks, and seldom many more; where they are too many, the k-th
// largest is found bit by bit. Shared memory: [threads] floats, 4, [31] numbers and two a warp, then candidates.
DEVICE void enterLargest(const Sae& sae, const Term& term, const float* peaks, int s, int k) {
  const float* z = term.z + (u64)s * sae.width;
  const float* peak = peaks + (u64)s * (sae.width / PEAK);
  float* maxima = sharedMemory;
  float* bound = maxima + fours(threadCount());
  int* found = (int*)bound + 1;
  float* value = bound + 4;
  int* latent = (int*)value + CANDIDATES;
  int* rank = latent + CANDIDATES;
  float most = 0.0f;
#pragma unroll 8
  for (int p = threadIndex(); p < sae.width / PEAK; p += threadCount()) most = peak[p] > most ? peak[p] : most;
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
#pragma unroll 8
  for (int p = threadIndex(); p < sae.width / PEAK; p += threadCount()) {
    if (!(peak[p] > 0.0f && peak[p] >= low)) continue;
#pragma unroll
    for (int half = 0; half < 2; half++) {
      int f = firstColumn(p) + 32 * half;
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
  enterChosen(sae, term, peaks, s, ABOVE, floatOf(bits), bits ? k - greater : 0);
}

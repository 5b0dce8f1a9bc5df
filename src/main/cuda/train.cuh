// The training loop: one block trains one cell.
#pragma once
#include "update.cuh"

// Draws a span of the batch of a step, as TrainingData.SparseFeatures says. at: its first sample in the work,
// from: in the batch.
DEVICE void drawFeatures(const Cell& cell, float* batch, int features, int row, int step, int at, int from, Team team) {
  int items = (fours(features) >> 2) * SPAN;
  float threshold = cell.threshold;
  for (int item = team.part * 32 + (threadIndex() & 31); item < items; item += team.size * 32) {
    int block = item / SPAN, s = item % SPAN, sample = from + s;
    Words active = philox(cell.dataSeed0, cell.dataSeed1, ACTIVE, step, sample, block);
    Words value = philox(cell.dataSeed0, cell.dataSeed1, VALUE, step, sample, block);
    bool real = sample < cell.samples;
    float* to = batch + block * 4 * row + at + s;
    to[0] = real && uniform(active.a) < threshold ? uniform(value.a) : 0.0f;
    to[row] = real && uniform(active.b) < threshold ? uniform(value.b) : 0.0f;
    to[2 * row] = real && uniform(active.c) < threshold ? uniform(value.c) : 0.0f;
    to[3 * row] = real && uniform(active.d) < threshold ? uniform(value.d) : 0.0f;
  }
}

// Copies a span of the inputs, whose first sample is x, to the batch from "at" on.
DEVICE void copyFeatures(const float* x, int stride, float* batch, int features, int row, int at, Team team) {
  int items = features * (SPAN / 4);
#pragma unroll 4
  for (int item = team.part * 32 + (threadIndex() & 31); item < items; item += team.size * 32) {
    int feature = item / (SPAN / 4), s = item % (SPAN / 4) * 4;
    store(batch + feature * row + at + s, loadGlobal(x + feature * stride + s));
  }
}

// The loss of a step from its folded sums: error, penalties on activations, penalties on parameters.
DEVICE double lossOf(const Cell& cell, const Layer* layers, const float* folded) {
  double error = 0.0, activations = 0.0, weights = 0.0;
  for (int k = 0; k < layers[cell.depth - 1].outputs; k++) error += (double)cell.importance[k] * (double)folded[cell.errors + k];
  for (int l = 0; l < cell.depth; l++) {
    if (layers[l].activity >= 0)
      for (int k = 0; k < layers[l].outputs; k++) activations += layers[l].l1 * (double)folded[layers[l].activity + k];
    if (layers[l].size >= 0) weights += cell.l1 * (double)folded[layers[l].size];
  }
  if (cell.norm >= 0) weights += cell.l2 * (double)folded[cell.norm];
  return error * cell.scale + activations + weights;
}

// The sums over parameters that the penalties need, by the last warp, which a small batch leaves idle.
DEVICE void parameterSums(const Cell& cell, const Layer* layers, float* own) {
  if (cell.sumCount == cell.sampleSums || threadIndex() < threadCount() - 32) return;
  Deal deal = {threadCount() - 1 - threadIndex()};
  for (int l = 0; l < cell.depth; l++) {
    const Layer& layer = layers[l];
    if (layer.size >= 0) sumOver<ABSOLUTE>(deal, cell.theta + layer.weights, (layer.inputs * layer.outputs + 15) & ~15, own + (layer.size - cell.sampleSums) * 16);
  }
  if (cell.norm >= 0) sumOver<SQUARE>(deal, cell.theta, cell.parameters, own + (cell.norm - cell.sampleSums) * 16);
}

// The warps of a team wait for each other.
DEVICE void meet(Team team) {
  if (team.size > 1)
    barrier();
  else
    warpBarrier();
}

// Batch, forward pass, error and backward pass of a chunk, a span a team. x, y: inputs and targets of the
// chunk; the batch lies in the work already where "filled". Between the layers a warp waits for no other one
// unless there are more warps than spans, which then share them. Records are copied to registers at the
// beginning of a phase, since nothing read before a barrier is known behind it.
DEVICE void passes(const Cell& cell, const Layer* layers, float* work, const float* x, const float* y, bool filled, int step, int from, int count) {
  int depth = cell.depth, row = rowLength(cell), stride = cell.stride, rest = cell.samples - from;
  int spans = count / SPAN, warps = threadCount() / 32, teams = warps, span = threadIndex() / 32;
  bool drawn = cell.data == SPARSE;
  Team team = {0, 1};
  if (warps >= 2 * spans) {
    team.size = warps / spans;
    team.part = span % team.size;
    span /= team.size;
    teams = warps / team.size;
  }
  float* batch = work + cell.batch;
  for (int first = 0; first < spans; first += teams, span += teams) {
    int at = span * SPAN, s = at + laneSample();
    bool mine = span < spans;
    if (mine && !filled) {
      if (drawn)
        drawFeatures(cell, batch, layers[0].inputs, row, step, at, from + at, team);
      else
        copyFeatures(x + at, stride, batch, layers[0].inputs, row, at, team);
    }
    meet(team);
    const float* in = batch;
    for (int l = 0; l < depth; l++) {
      Layer layer = layers[l];
      if (mine) layerForward(layer, work, in, row, s, team);
      meet(team);
      if (layer.noise != NO_NOISE) {
        if (mine) layerNoise(cell, layer, work, row, step, at, from + at, team);
        meet(team);
      }
      in = work + layer.noisy;
    }
    Layer last = layers[depth - 1];
    if (mine && drawn) outputError<true>(cell, last, work, row, batch + at, row, at, rest - at, team);
    if (mine && !drawn) outputError<false>(cell, last, work, row, y + at, stride, at, rest - at, team);
    meet(team);
    for (int l = depth - 1; l > 0; l--) {
      Layer layer = layers[l];
      Through below = throughOf(layers[l - 1]);
      if (mine) layerBackward(layer, below, work, row, s, rest - s, team);
      meet(team);
    }
  }
}

// Folds all sums but those of clipping. The loss is finite if all its terms are.
DEVICE void foldSums(const Cell& cell, float* work, const float* sums) {
  float* folded = work + cell.folded;
  int end = cell.clipped >= 0 ? cell.clipped : cell.sumCount;
  for (int i = threadIndex(); i < end; i += threadCount()) {
    float sum = fold(i < cell.sampleSums ? sums + i * 16 : work + cell.own + (i - cell.sampleSums) * 16);
    if (i >= cell.errors && !(magnitude(sum) < INFINITE)) work[BROKEN] = 1.0f;
    folded[i] = sum;
  }
}

// Parameters that a thread updates, at most, where registers hold partial sums.
constexpr int SLOTS = 3;

// Copies the records of a cell to the work, and its moments if they are to lie there.
DEVICE void fetchCell(const Cell& from, float* work) {
  if (threadIndex() == 0) {
    *(Cell*)(work + CELL_COPY) = from;
    work[BROKEN] = 0.0f;
  }
  for (int l = threadIndex(); l < from.depth; l += threadCount()) ((Layer*)(work + LAYER_COPIES))[l] = from.layers[l];
  for (int i = threadIndex(); i < from.packsLength; i += threadCount()) work[from.packs + i] = 0.0f;
  if (from.moments >= 0) {
    for (int i = threadIndex(); i < from.gradients; i += threadCount()) {
      work[from.moments + i] = from.first[i];
      work[from.moments + from.gradients + i] = from.second[i];
    }
  }
}

DEVICE void returnMoments(const Cell& cell, const float* work) {
  if (cell.moments >= 0) {
    for (int i = threadIndex(); i < cell.gradients; i += threadCount()) {
      cell.first[i] = work[cell.moments + i];
      cell.second[i] = work[cell.moments + cell.gradients + i];
    }
  }
}

// Trains a cell for count steps from step first on, or until its loss is not finite. rows: for the weights
// and the biases of each layer the place of their step sizes in the table. HOLD: registers hold the partial
// sums over samples from the first chunk to the last, and these go to the place of the chunk; else they lie
// in sums.
template <bool HOLD>
DEVICE void trainCell(const Cell& from, float* work, float* sums, int first, int count, const StepSize* table, const int* rows) {
  fetchCell(from, work);
  barrier();
  const Cell& cell = *(const Cell*)(work + CELL_COPY);
  const Layer* layers = (const Layer*)(work + LAYER_COPIES);
  float* folded = work + cell.folded;
  float* own = work + cell.own;
  float* theta = cell.theta;
  int depth = cell.depth, row = rowLength(cell);
  Moments moments = {cell.first, cell.second};
  if (cell.moments >= 0) moments = {work + cell.moments, work + cell.moments + cell.gradients};
  PackedSlot slots[SLOTS];
  int used = 0;
  Held held;
  if (HOLD) {
    eachParameter(layers, depth, [&](const Slot& slot) {
#pragma unroll
      for (int k = 0; k < SLOTS; k++)
        if (k == used) slots[k] = packed(slot);
      used++;
      pack(work, slot, theta[slot.index]);
    });
    dealOut(cell, layers, held);
  } else {
    eachParameter(layers, depth, [&](const Slot& slot) { pack(work, slot, theta[slot.index]); });
  }
  barrier();
  for (int t = 0; t < count; t++) {
    const float* x = cell.x + (u64)t * cell.batchStep;
    const float* y = cell.y + (u64)t * cell.targetStep;
    int chunk = cell.chunk, stride = cell.stride;
    bool filled = t > 0 && cell.data == FIXED && chunk == stride;
    if (HOLD) clear(held);
    parameterSums(cell, layers, own);
    for (int from = 0; from < stride; from += chunk) {
      int some = least(chunk, stride - from);
      passes(cell, layers, work, x + from, y + from, filled, first + t, from, some);
      barrier();
      if (HOLD)
        addChunk(work, row, some, cell.samples - from, held);
      else
        addChunk(cell, layers, work, from, some, sums);
      barrier();
    }
    if (HOLD) {
      storeHeld(held, sums);
      barrier();
    }
    foldSums(cell, work, sums);
    barrier();
    bool broken = work[BROKEN] != 0.0f, clipped = cell.clipped >= 0;
    if ((broken || t == count - 1) && threadIndex() == 0) *cell.loss = lossOf(cell, layers, folded);
    if (broken) break;
    auto add = [&](const Slot& slot) { folded[slot.index] = wholeGradient(cell, layers, slot, HOLD ? work[slot.forward] : theta[slot.index], folded); };
    if (HOLD) {
#pragma unroll
      for (int k = 0; k < SLOTS; k++)
        if (k < used) add(unpacked(slots[k]));
    } else {
      eachParameter(layers, depth, add);
    }
    if (clipped) {
      clearPadding(layers, depth, folded);
      barrier();
      gradientSquares(cell, layers, folded, own);
      barrier();
      if (threadIndex() == 0) work[FACTOR] = clipFactor(cell, layers, own);
      barrier();
    }
    Rule rule = ruleOf(cell, moments, clipped ? work[FACTOR] : 1.0f);
    auto update = [&](const Slot& slot) {
      float after = stepped(rule, layers, depth, slot, HOLD ? work[slot.forward] : theta[slot.index], folded, table, rows, t);
      theta[slot.index] = after;
      pack(work, slot, after);
    };
    if (HOLD) {
#pragma unroll
      for (int k = 0; k < SLOTS; k++)
        if (k < used) update(unpacked(slots[k]));
    } else {
      eachParameter(layers, depth, update);
    }
    barrier();
  }
  returnMoments(cell, work);
}

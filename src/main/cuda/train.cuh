// The training loop: one block trains one cell.
#pragma once
#include "update.cuh"

// Draws the batch of a step, samples from … from + count − 1, as TrainingData.SparseFeatures says.
DEVICE void drawFeatures(const Cell& cell, float* batch, int features, int row, int step, int from, int count) {
  int items = (fours(features) >> 2) * count;
  float threshold = cell.threshold;
  for (int item = threadIndex(); item < items; item += threadCount()) {
    int block = item / count, s = item % count, sample = from + s;
    Words active = philox(cell.dataSeed0, cell.dataSeed1, ACTIVE, step, sample, block);
    Words value = philox(cell.dataSeed0, cell.dataSeed1, VALUE, step, sample, block);
    bool real = sample < cell.samples;
    float* at = batch + block * 4 * row + s;
    at[0] = real && uniform(active.a) < threshold ? uniform(value.a) : 0.0f;
    at[row] = real && uniform(active.b) < threshold ? uniform(value.b) : 0.0f;
    at[2 * row] = real && uniform(active.c) < threshold ? uniform(value.c) : 0.0f;
    at[3 * row] = real && uniform(active.d) < threshold ? uniform(value.d) : 0.0f;
  }
}

// Copies samples from … from + count − 1 of the inputs x [features][stride] to the batch [features][row].
DEVICE void copyFeatures(const float* x, int stride, float* batch, int features, int row, int count) {
  int quads = count >> 2;
  for (int item = threadIndex(); item < features * quads; item += threadCount()) {
    int feature = item / quads, s = item % quads * 4;
    store(batch + feature * row + s, load(x + feature * stride + s));
  }
}

// The loss of a step from its folded sums: error, penalties on activations, penalties on parameters.
DEVICE double lossOf(const Cell& cell, const float* folded) {
  const Layer* layers = cell.layers;
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

// All sums of a chunk of samples; those over parameters with the first chunk.
DEVICE void chunkSums(const Cell& cell, float* work, int row, int from, int count, float* sums) {
  Deal deal = {threadIndex()};
  const Layer* layers = cell.layers;
  bool begin = from == 0;
  const float* in = work + cell.batch;
  for (int l = 0; l < cell.depth; l++) {
    const Layer& layer = layers[l];
    const float* d = work + layer.d;
    bool turned = layer.tie != UNTIED;
    matrixSums(deal, turned ? in : d, turned ? layer.inputs : layer.outputs, turned ? d : in, turned ? layer.outputs : layer.inputs, row, count, begin, sums + layer.gradient * 16);
    if (layer.bias >= 0) rowSums<PLAIN>(deal, d, row, layer.outputs, count, 0, begin, sums + layer.bias * 16);
    if (layer.activity >= 0) rowSums<ABSOLUTE>(deal, work + layer.h, row, layer.outputs, count, cell.samples - from, begin, sums + layer.activity * 16);
    in = work + layer.noisy;
  }
  rowSums<SQUARE>(deal, work + cell.residual, row, layers[cell.depth - 1].outputs, count, 0, begin, sums + cell.errors * 16);
}

// The sums over parameters that the penalties need.
DEVICE void parameterSums(const Cell& cell, float* sums) {
  Deal deal = {threadIndex()};
  for (int l = 0; l < cell.depth; l++) {
    const Layer& layer = cell.layers[l];
    if (layer.size >= 0) {
      int entries = (layer.inputs * layer.outputs + 15) & ~15;
      rowSums<ABSOLUTE>(deal, cell.theta + layer.weights, 0, 1, entries, entries, true, sums + layer.size * 16);
    }
  }
  if (cell.norm >= 0) rowSums<SQUARE>(deal, cell.theta, 0, 1, cell.parameters, 0, true, sums + cell.norm * 16);
}

// Forward pass, error and backward pass of a chunk, and what it adds to the sums. The batch lies in the work
// already where "filled".
DEVICE void chunk(const Cell& cell, float* work, float* sums, const float* x, const float* y, bool filled, int step, int from, int count) {
  const Layer* layers = cell.layers;
  int depth = cell.depth, row = cell.chunk + 4;
  bool drawn = cell.data == SPARSE;
  float* batch = work + cell.batch;
  if (!filled) {
    if (drawn)
      drawFeatures(cell, batch, layers[0].inputs, row, step, from, count);
    else
      copyFeatures(x + from, cell.stride, batch, layers[0].inputs, row, count);
    barrier();
  }
  const float* in = batch;
  for (int l = 0; l < depth; l++) {
    const Layer& layer = layers[l];
    layerForward(layer, work, in, row, count);
    barrier();
    if (layer.noise != NO_NOISE) {
      layerNoise(cell, layer, work, row, step, from, count);
      barrier();
    }
    in = work + layer.noisy;
  }
  outputError(cell, layers[depth - 1], work, row, drawn ? batch : y + from, drawn ? row : cell.stride, from, count);
  barrier();
  for (int l = depth - 1; l > 0; l--) {
    layerBackward(cell, layers[l], layers[l - 1], work, row, from, count);
    barrier();
  }
  chunkSums(cell, work, row, from, count, sums);
  barrier();
}

// Trains a cell for count steps from step first on, or until its loss is not finite. rows: for the weights
// and the biases of each layer the place of their step sizes in the table.
DEVICE void trainCell(const Cell& cell, float* work, float* sums, int first, int count, const StepSize* table, const int* rows) {
  const Layer* layers = cell.layers;
  float* folded = work + cell.folded;
  for (int i = threadIndex(); i < cell.packsLength; i += threadCount()) work[cell.packs + i] = 0.0f;
  for (int i = threadIndex(); i < cell.sumCount * 16; i += threadCount()) sums[i] = 0.0f;
  barrier();
  for (int l = 0; l < cell.depth; l++) {
    const Layer& layer = layers[l];
    if (layer.tie == UNTIED)
      for (int e = threadIndex(); e < layer.inputs * layer.outputs; e += threadCount()) packWeight(layer, work, e, cell.theta[layer.weights + e]);
    if (layer.bias >= 0)
      for (int o = threadIndex(); o < layer.outputs; o += threadCount()) work[layer.shift + o] = cell.theta[layer.bias + o];
  }
  barrier();
  for (int t = 0; t < count; t++) {
    const float* x = cell.x + (u64)t * cell.batchStep;
    const float* y = cell.y + (u64)t * cell.targetStep;
    bool filled = t > 0 && cell.data == FIXED && cell.chunk == cell.stride;
    parameterSums(cell, sums);
    for (int from = 0; from < cell.stride; from += cell.chunk)
      chunk(cell, work, sums, x, y, filled, first + t, from, least(cell.chunk, cell.stride - from));
    for (int i = threadIndex(); i < cell.sumCount; i += threadCount()) folded[i] = fold(sums + i * 16);
    barrier();
    if (threadIndex() == 0) {
      double loss = lossOf(cell, folded);
      *cell.loss = loss;
      work[GO_ON] = loss - loss == 0.0 ? 1.0f : 0.0f;
    }
    barrier();
    if (work[GO_ON] == 0.0f) return;
    addPenalties(cell, folded);
    float factor = 1.0f;
    if (cell.clipped >= 0) {
      barrier();
      gradientSquares(cell, folded, sums);
      barrier();
      if (threadIndex() == 0) work[FACTOR] = clipFactor(cell, sums);
      barrier();
      factor = work[FACTOR];
    }
    update(cell, work, folded, factor, table, rows, t);
    barrier();
  }
}

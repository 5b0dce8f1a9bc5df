// The end of a step: penalties on parameters, clipping, weight decay and the optimiser, in the order of
// PyTorch's. A thread does all of it for a parameter, whichever layers use that.
#pragma once
#include "products.cuh"
#include "sums.cuh"

// Where the moments lie: with the cell, or in the work of its block.
struct Moments {
  float *first, *second;
};

// The optimiser of a cell.
struct Rule {
  int optimizer;
  float beta1, beta2, rest1, rest2, epsilon, decay, biasDecay, factor;
  Moments moments;
};

DEVICE Rule ruleOf(const Cell& cell, Moments moments, float factor) {
  return {cell.optimizer, cell.beta1, cell.beta2, cell.rest1, cell.rest2, cell.epsilon, cell.decay, cell.biasDecay, factor, moments};
}

// The new value of a parameter after one use's step. before: its value at the beginning of the step, to which
// the coupled weight decay applies; gradient: before clipping; g: index of the gradient and of the moments.
DEVICE float applied(const Rule& rule, float decay, float theta, float before, float gradient, int g, StepSize step) {
  gradient = gradient * rule.factor;
  if (decay != 0.0f) gradient = fma(decay, before, gradient);
  if (rule.optimizer == SGD) return fma(step.descent, gradient, theta);
  if (rule.optimizer == ADAMW) theta = theta * step.keep;
  float first = fma(rule.beta1, rule.moments.first[g], gradient * rule.rest1);
  float second = fma(rule.beta2, rule.moments.second[g], gradient * gradient * rule.rest2);
  first = magnitude(first) < FLUSH ? 0.0f : first;
  second = second < FLUSH ? 0.0f : second;
  rule.moments.first[g] = first;
  rule.moments.second[g] = second;
  return theta - first * step.size / (squareRoot(second) * step.root + rule.epsilon);
}

// The place in a pack that is none.
constexpr u32 NOWHERE = 0xFFFFFFFFu;

// A parameter that a thread updates.
struct Slot {
  int index;             // in the parameters, and of its gradient and moments; −1 for none
  u32 forward, backward; // work: where the passes read it
  int user;              // first layer that is tied to its layer, and
  int use;               // the index of its gradient and moments there; −1 for none
  int rows;              // the row of its step sizes is rows[rows]
  bool weight;
};

DEVICE Slot weightSlot(const Layer* layers, int depth, int l, int e) {
  const Layer& layer = layers[l];
  int inputs = layer.inputs, o = e / inputs, i = e - o * inputs;
  Slot slot = {layer.weights + e, 0, NOWHERE, -1, -1, 2 * l, true};
  slot.forward = layer.forward + i * tileColumns(layer.outputs, layer.forwardTile) + placeInPack(o, layer.forwardTile);
  if (layer.backward >= 0) slot.backward = layer.backward + o * tileColumns(inputs, layer.backwardTile) + placeInPack(i, layer.backwardTile);
  for (int k = depth - 1; k > l; k--) {
    if (layers[k].tie != UNTIED && layers[k].tiedTo == l) {
      slot.user = k;
      slot.use = layers[k].gradient + e;
    }
  }
  return slot;
}

DEVICE Slot biasSlot(const Layer& layer, int l, int o) {
  return {layer.bias + o, (u32)(layer.shift + placeInPack(o, layer.forwardTile)), NOWHERE, -1, -1, 2 * l + 1, false};
}

// A slot in three registers, where all places and indices are below 65 535.
struct PackedSlot {
  u32 a, b, c;
};

DEVICE PackedSlot packed(const Slot& s) {
  return {(u32)s.index | s.forward << 16, (s.backward & 0xFFFF) | (u32)s.use << 16, (u32)s.rows | (u32)(s.user & 0xFF) << 16 | (u32)s.weight << 24};
}

DEVICE Slot unpacked(PackedSlot p) {
  p = {opaque(p.a), opaque(p.b), opaque(p.c)};
  u32 backward = p.b & 0xFFFF;
  int use = (int)(p.b >> 16), user = (int)(p.c >> 16 & 0xFF);
  return {(int)(p.a & 0xFFFF), p.a >> 16, backward == 0xFFFF ? NOWHERE : backward, user == 0xFF ? -1 : user, use, (int)(p.c & 0xFFFF), (p.c >> 24) != 0};
}

// Does something for each parameter of the cell that falls to this thread.
template <typename F>
DEVICE void eachParameter(const Layer* layers, int depth, F with) {
  Deal deal = {threadIndex()};
  for (int l = 0; l < depth; l++) {
    if (layers[l].tie == UNTIED) {
      int entries = layers[l].inputs * layers[l].outputs;
      for (; deal.item < entries; deal.item += threadCount()) with(weightSlot(layers, depth, l, deal.item));
      next(deal, entries);
    }
    if (layers[l].bias >= 0) {
      int outputs = layers[l].outputs;
      for (; deal.item < outputs; deal.item += threadCount()) with(biasSlot(layers[l], l, deal.item));
      next(deal, outputs);
    }
  }
}

DEVICE void pack(float* work, const Slot& slot, float theta) {
  work[slot.forward] = theta;
  if (slot.backward != NOWHERE) work[slot.backward] = theta;
}

// The gradient of a parameter with all that is added to it before clipping.
DEVICE float wholeGradient(const Cell& cell, const Layer* layers, const Slot& slot, float theta, const float* gradients) {
  float g = gradients[slot.index];
  if (slot.weight) {
    if (cell.l1 != 0.0) g = g + pulled(theta, cell.l1Step);
    if (slot.user >= 0) {
      for (int k = slot.user, first = layers[k].gradient; k < cell.depth; k++) {
        const Layer& user = layers[k];
        if (user.tie == TRANSPOSED && user.tiedTo == layers[slot.user].tiedTo) g = g + gradients[slot.use - first + user.gradient];
      }
    }
  }
  return cell.l2 != 0.0 ? fma(cell.l2Step, theta, g) : g;
}

// The new value of a parameter: its own step, then one for each further use of shared storage.
DEVICE float stepped(const Rule& rule, const Layer* layers, int depth, const Slot& slot, float before, const float* gradients, const StepSize* table, const int* rows, int at) {
  float decay = slot.weight ? rule.decay : rule.biasDecay;
  float theta = applied(rule, decay, before, before, gradients[slot.index], slot.index, table[rows[slot.rows] + at]);
  if (slot.user >= 0) {
    for (int k = slot.user, first = layers[k].gradient; k < depth; k++) {
      const Layer& user = layers[k];
      if (user.tie == SHARED_STORAGE && user.tiedTo == layers[slot.user].tiedTo) {
        int g = slot.use - first + user.gradient;
        theta = applied(rule, rule.decay, theta, before, gradients[g], g, table[rows[2 * k] + at]);
      }
    }
  }
  return theta;
}

// Zeros behind the gradients of each block of parameters, up to where the next block begins.
DEVICE void clearPadding(const Layer* layers, int depth, float* gradients) {
  for (int l = 0; l < depth; l++) {
    const Layer& layer = layers[l];
    int entries = layer.inputs * layer.outputs;
    for (int e = entries + threadIndex(); e < ((entries + 15) & ~15); e += threadCount()) gradients[layer.gradient + e] = 0.0f;
    if (layer.bias >= 0)
      for (int o = layer.outputs + threadIndex(); o < ((layer.outputs + 15) & ~15); o += threadCount()) gradients[layer.bias + o] = 0.0f;
  }
}

// Partial sums of the squares of all gradients, each use of shared storage by itself.
DEVICE void gradientSquares(const Cell& cell, const Layer* layers, const float* gradients, float* own) {
  if (threadIndex() >= 32) return;
  Deal deal = {threadIndex()};
  int number = cell.clipped - cell.sampleSums;
  sumOver<SQUARE>(deal, gradients, cell.parameters, own + number++ * 16);
  for (int l = 0; l < cell.depth; l++) {
    const Layer& layer = layers[l];
    if (layer.tie == SHARED_STORAGE) {
      int entries = (layer.inputs * layer.outputs + 15) & ~15;
      sumOver<SQUARE>(deal, gradients + layer.gradient, entries, own + number++ * 16);
    }
  }
}

// The factor that makes the 2-norm of all gradients at most the cell's largest; 1 where it is.
DEVICE float clipFactor(const Cell& cell, const Layer* layers, const float* own) {
  int number = cell.clipped - cell.sampleSums;
  double squares = (double)fold(own + number++ * 16);
  for (int l = 0; l < cell.depth; l++)
    if (layers[l].tie == SHARED_STORAGE) squares += (double)fold(own + number++ * 16);
  double factor = cell.clip / (squareRoot(squares) + 1e-6);
  return factor < 1.0 ? (float)factor : 1.0f;
}

// The end of a step: penalties on parameters, clipping, weight decay and the optimiser, in the order of
// PyTorch's. A thread does all of it for a parameter, whichever layers use that.
#pragma once
#include "products.cuh"
#include "sums.cuh"

// Moments below this are set to 0.
constexpr float FLUSH = 1e-30f;

// The new value of a parameter after one use's step. g: index of the gradient and of the moments.
DEVICE float applied(const Cell& cell, float theta, float gradient, int g, StepSize step) {
  if (cell.optimizer == SGD) return fma(step.descent, gradient, theta);
  if (cell.optimizer == ADAMW) theta = theta * step.keep;
  float first = fma(cell.beta1, cell.first[g], gradient * cell.rest1);
  float second = fma(cell.beta2, cell.second[g], gradient * gradient * cell.rest2);
  first = magnitude(first) < FLUSH ? 0.0f : first;
  second = second < FLUSH ? 0.0f : second;
  cell.first[g] = first;
  cell.second[g] = second;
  return theta - first * step.size / (squareRoot(second) * step.root + cell.epsilon);
}

// The gradient of a weight with all that is added to it before clipping; e: entry of layer l's matrix.
DEVICE float wholeGradient(const Cell& cell, int l, int e, float theta, const float* gradients) {
  const Layer& layer = cell.layers[l];
  float g = gradients[layer.gradient + e];
  if (cell.l1 != 0.0) g = g + pulled(theta, cell.l1Step);
  for (int k = l + 1; k < cell.depth; k++) {
    const Layer& user = cell.layers[k];
    if (user.tie == TRANSPOSED && user.tiedTo == l) g = g + gradients[user.gradient + e];
  }
  return cell.l2 != 0.0 ? fma(cell.l2Step, theta, g) : g;
}

// Replaces the gradients by those with all that is added to them before clipping.
DEVICE void addPenalties(const Cell& cell, float* gradients) {
  Deal deal = {threadIndex()};
  for (int l = 0; l < cell.depth; l++) {
    const Layer& layer = cell.layers[l];
    if (layer.tie == UNTIED) {
      int entries = layer.inputs * layer.outputs;
      for (; deal.item < entries; deal.item += threadCount())
        gradients[layer.gradient + deal.item] = wholeGradient(cell, l, deal.item, cell.theta[layer.weights + deal.item], gradients);
      next(deal, entries);
    }
    if (layer.bias >= 0) {
      for (; deal.item < layer.outputs; deal.item += threadCount()) {
        int e = layer.bias + deal.item;
        if (cell.l2 != 0.0) gradients[e] = fma(cell.l2Step, cell.theta[e], gradients[e]);
      }
      next(deal, layer.outputs);
    }
  }
}

// Zeros behind the gradients of each block of parameters, up to where the next block begins.
DEVICE void clearPadding(const Cell& cell, float* gradients) {
  for (int l = 0; l < cell.depth; l++) {
    const Layer& layer = cell.layers[l];
    int entries = layer.inputs * layer.outputs;
    for (int e = entries + threadIndex(); e < ((entries + 15) & ~15); e += threadCount()) gradients[layer.gradient + e] = 0.0f;
    if (layer.bias >= 0)
      for (int o = layer.outputs + threadIndex(); o < ((layer.outputs + 15) & ~15); o += threadCount()) gradients[layer.bias + o] = 0.0f;
  }
}

// Partial sums of the squares of all gradients, each use of shared storage by itself.
DEVICE void gradientSquares(const Cell& cell, const float* gradients, float* own) {
  Deal deal = {threadIndex()};
  int number = cell.clipped - cell.sampleSums;
  sumOver<SQUARE>(deal, gradients, cell.parameters, own + number++ * 16);
  for (int l = 0; l < cell.depth; l++) {
    const Layer& layer = cell.layers[l];
    if (layer.tie == SHARED_STORAGE) {
      int entries = (layer.inputs * layer.outputs + 15) & ~15;
      sumOver<SQUARE>(deal, gradients + layer.gradient, entries, own + number++ * 16);
    }
  }
}

// The factor that makes the 2-norm of all gradients at most the cell's largest; 1 where it is.
DEVICE float clipFactor(const Cell& cell, const float* own) {
  int number = cell.clipped - cell.sampleSums;
  double squares = (double)fold(own + number++ * 16);
  for (int l = 0; l < cell.depth; l++)
    if (cell.layers[l].tie == SHARED_STORAGE) squares += (double)fold(own + number++ * 16);
  double factor = cell.clip / (squareRoot(squares) + 1e-6);
  return factor < 1.0 ? (float)factor : 1.0f;
}

// Copies a weight to where the forward and the backward pass read it; e: entry of its matrix.
DEVICE void packWeight(const Layer& layer, float* work, int e, float theta) {
  int o = e / layer.inputs, i = e % layer.inputs;
  work[layer.forward + i * tileColumns(layer.outputs, layer.forwardTile) + placeInPack(o, layer.forwardTile)] = theta;
  if (layer.backward >= 0) work[layer.backward + o * tileColumns(layer.inputs, layer.backwardTile) + placeInPack(i, layer.backwardTile)] = theta;
}

// One step of the optimiser. rows[2l] and rows[2l + 1]: where the step sizes of layer l's weights and biases
// begin in the table; at: number of the step from there.
DEVICE void update(const Cell& cell, float* work, const float* gradients, float factor, const StepSize* table, const int* rows, int at) {
  Deal deal = {threadIndex()};
  float decay = cell.decay;
  for (int l = 0; l < cell.depth; l++) {
    const Layer& layer = cell.layers[l];
    if (layer.tie == UNTIED) {
      int entries = layer.inputs * layer.outputs;
      StepSize own = table[rows[2 * l] + at];
      for (; deal.item < entries; deal.item += threadCount()) {
        int e = deal.item, g = layer.gradient + e;
        float before = cell.theta[layer.weights + e], gradient = gradients[g] * factor;
        if (decay != 0.0f) gradient = fma(decay, before, gradient);
        float theta = applied(cell, before, gradient, g, own);
        for (int k = l + 1; k < cell.depth; k++) {
          const Layer& user = cell.layers[k];
          if (user.tie == SHARED_STORAGE && user.tiedTo == l) {
            g = user.gradient + e;
            gradient = gradients[g] * factor;
            if (decay != 0.0f) gradient = fma(decay, before, gradient);
            theta = applied(cell, theta, gradient, g, table[rows[2 * k] + at]);
          }
        }
        cell.theta[layer.weights + e] = theta;
        packWeight(layer, work, e, theta);
      }
      next(deal, entries);
    }
    if (layer.bias >= 0) {
      StepSize own = table[rows[2 * l + 1] + at];
      for (; deal.item < layer.outputs; deal.item += threadCount()) {
        int e = layer.bias + deal.item;
        float before = cell.theta[e], gradient = gradients[e] * factor;
        if (decay != 0.0f) gradient = fma(decay, before, gradient);
        float theta = applied(cell, before, gradient, e, own);
        cell.theta[e] = theta;
        work[layer.shift + placeInPack(deal.item, layer.forwardTile)] = theta;
      }
      next(deal, layer.outputs);
    }
  }
}

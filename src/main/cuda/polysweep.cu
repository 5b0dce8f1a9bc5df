// The kernels that the engine launches. All arguments are 64 bits wide.
#include "train.cuh"

// Trains one cell a block for count steps from step first on. turns: for each block the number of its cell,
// then for the weights and the biases of each layer the row of their step sizes in the table [row][count];
// width is the length of such an entry. The three differ in where partial sums over samples lie, in registers
// or the GPU's memory, and in whether the rest lies in shared memory.
KERNEL trainHeld(const Cell* cells, const int* turns, u64 width, u64 first, u64 count, const StepSize* table) {
  const int* turn = turns + blockIndex() * (int)width;
  const Cell& cell = cells[turn[0]];
  trainCell<true>(cell, sharedMemory, sharedMemory + cell.partial, (int)first, (int)count, table, turn + 1);
}

KERNEL trainSumsApart(const Cell* cells, const int* turns, u64 width, u64 first, u64 count, const StepSize* table) {
  const int* turn = turns + blockIndex() * (int)width;
  const Cell& cell = cells[turn[0]];
  trainCell<false>(cell, sharedMemory, cell.sums, (int)first, (int)count, table, turn + 1);
}

KERNEL trainInGlobal(const Cell* cells, const int* turns, u64 width, u64 first, u64 count, const StepSize* table) {
  const int* turn = turns + blockIndex() * (int)width;
  const Cell& cell = cells[turn[0]];
  trainCell<false>(cell, cell.work, cell.sums, (int)first, (int)count, table, turn + 1);
}

// One layer of one model, to be evaluated without noise: in [inputs][stride] to out [outputs][stride]. Entry
// (o, i) of the weights is theta[weights + o·rowStep + i·columnStep]; bias is −1 for none.
struct Evaluation {
  const float* theta;
  const float* in;
  float* out;
  int weights, rowStep, columnStep, bias;
  int inputs, outputs, stride, activation;
};
static_assert(sizeof(Evaluation) == 56, "Evaluations.RECORD");

// Carries out evaluations, each by so many blocks.
KERNEL evaluate(const Evaluation* evaluations, u64 blocksEach) {
  int blocks = (int)blocksEach;
  Evaluation e = evaluations[blockIndex() / blocks];
  int quads = e.stride >> 2, items = e.outputs * quads;
  for (int item = blockIndex() % blocks * threadCount() + threadIndex(); item < items; item += blocks * threadCount()) {
    int o = item / quads, s = item % quads * 4;
    const float* w = e.theta + e.weights + o * e.rowStep;
    Four z = four(e.bias < 0 ? 0.0f : e.theta[e.bias + o]);
    for (int i = 0; i < e.inputs; i++) z = fma(w[i * e.columnStep], load(e.in + i * e.stride + s), z);
    Four slope;
    z = isCurved(e.activation) ? curve(e.activation == TANH, z, slope) : times(z, gateOf(z, leakOf(e.activation)));
    store(e.out + o * e.stride + s, z);
  }
}

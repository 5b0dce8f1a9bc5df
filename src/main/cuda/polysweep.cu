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

// Evaluates one layer without noise: in [inputs][stride] to out [outputs][stride]. Entry (o, i) of the
// weights is theta[weights + o·rowStep + i·columnStep]; bias is −1 for none.
KERNEL evaluate(const float* theta, u64 weights, u64 rowStep, u64 columnStep, u64 bias, const float* in, u64 inputs, float* out, u64 outputs, u64 stride, u64 activation) {
  int quads = (int)stride >> 2, items = (int)outputs * quads;
  for (int item = blockIndex() * threadCount() + threadIndex(); item < items; item += blockCount() * threadCount()) {
    int o = item / quads, s = item % quads * 4;
    const float* w = theta + weights + o * (int)rowStep;
    Four z = four((int)bias < 0 ? 0.0f : theta[(int)bias + o]);
    for (int i = 0; i < (int)inputs; i++) z = fma(w[i * (int)columnStep], load(in + i * (int)stride + s), z);
    Four slope;
    z = isCurved((int)activation) ? curve((int)activation == TANH, z, slope) : times(z, gateOf(z, leakOf((int)activation)));
    store(out + o * (int)stride + s, z);
  }
}

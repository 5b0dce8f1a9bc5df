// A cell as the host describes it: records of device memory that CellRecords.java writes field by field.
//
// Matrices of samples are feature-major: [features][row], where row is the distance between two features.
// Memory that a block works in ("work") is addressed by the number of a float. An array of rows there has
// row = chunk + 8, so that features which lie two apart begin in different halves of the banks of shared
// memory, and has its features rounded up to whole pairs of tiles (tiles.cuh). What lies beyond the features
// is never read into a result.
#pragma once
#include "numbers.cuh"

// Activation, Tie, OptimizerSpec.Kind, and the kinds of data.
constexpr int LINEAR = 0, RELU = 1, LEAKY_RELU = 2, GELU = 3, TANH = 4;
constexpr int UNTIED = 0, TRANSPOSED = 1, SHARED_STORAGE = 2;
constexpr int SGD = 0, ADAM = 1, ADAMW = 2;
constexpr int FIXED = 0, GENERATED = 1, SPARSE = 2;

// One layer. Weights W are [outputs][inputs] in the parameters; a tied layer uses those of another, transposed.
// A pass reads them from a pack, [summed index][columns], whose columns are the units in the order of tiles.cuh.
struct Layer {
  double l1;          // coefficient of Σ|h|
  float l1Step;       // the same as a float: what it adds to the error of h
  float noiseScale;   // factor of a standard draw
  int noise;          // kind of noise after this layer
  int inputs, outputs;
  int activation;
  int tie, tiedTo;
  int weights, bias;  // first entry in the parameters; bias −1 for none
  int gradient;       // first entry of this use of the weights in the gradients and moments
  int h;              // work: f(z), [outputs][row]
  int noisy;          // work: what the next layer reads, [outputs][row]; the same as h where h is not needed
  int d;              // work: from the backward pass on ∂L/∂z, [outputs][row]
  int slopes;         // 1 where f′(z) lies in d until then; else it follows from h
  int forward;        // work: weights for the forward pass, [inputs][columns of the outputs]
  int backward;       // work: weights for the backward pass, [outputs][columns of the inputs]; −1 for none
  int forwardTile;    // outputs of a thread in the forward pass: 2, 4, 6 or 8
  int backwardTile;   // inputs of a thread in the backward pass
  int shift;          // work: biases, [columns of the outputs]; zeros for none
  int activity;       // number of the first of the sums Σ|h|, one a unit; −1 for none
  int size;           // number of the sum Σ|w|; −1 for none
};
static_assert(sizeof(Layer) == 96, "CellRecords.LAYER");

// One cell.
struct Cell {
  float* theta;             // parameters [parameters]
  float* first;             // first moments [gradients]; none for SGD
  float* second;            // second moments [gradients]
  const float* x;           // batch [inputs rounded up to 4][stride], 0 beyond the samples
  const float* y;           // targets [outputs][stride], 0 beyond the samples; null where they are the inputs
  const float* importance;  // [outputs]
  const float* pull;        // derivative of the loss by ŷ, over ŷ − y: [outputs]
  const Layer* layers;      // [depth]
  float* work;              // where a block works, unless that is shared memory
  float* sums;              // partial sums over samples [sampleSums][16], unless registers hold them
  double* loss;             // loss of the last step
  double scale;             // factor of the weighted sum of squared errors
  double l1, l2, clip;      // coefficients of Σ|w| and Σp², largest norm of the gradient; 0 for none
  float l1Step, l2Step;     // what the penalties add to a gradient, over sign(w) and over p
  float decay, biasDecay;   // coupled weight decay of weights and of biases
  float beta1, beta2, rest1, rest2, epsilon;  // βᵢ and 1 − βᵢ
  float threshold;          // a feature is active where its draw is below
  u32 seed0, seed1;         // key of the noise
  u32 dataSeed0, dataSeed1; // key of sparse features
  int optimizer;
  int data;
  int depth;
  int samples, stride;      // stride: samples rounded up to a multiple of 64
  int chunk;                // samples that the work holds at a time, a multiple of 64
  int parameters, gradients;
  int errors;               // number of the first sum of squared errors, one an output; first after the gradients
  int sampleSums;           // number of the sums over samples: gradients, squared errors, Σ|h|
  int sumCount;             // number of all sums: those over samples, then those over parameters
  int norm;                 // number of the sum Σp²; −1 for none
  int clipped;              // number of the first sum of squares of gradients; −1 for none
  int batch;                // work: the batch, [inputs][row]
  int residual;             // work: ŷ − y, [outputs][row]
  int folded;               // work: the sums, folded, [sumCount]
  int packs, packsLength;   // work: where all weights and biases lie
  int partial;              // work: partial sums over samples, in the place of arrays that are done with
  int moments;              // work: first and second moments; −1 where they stay in the GPU's memory
  int own;                  // work: partial sums over parameters, [sumCount − sampleSums][16]
  int batchStep;            // floats from one step's batch to the next; 0 for a fixed batch
  int targetStep;
};
static_assert(sizeof(Cell) == 272, "CellRecords.CELL");

// The learning rate of one step, for blocks of parameters that have taken the same number of steps.
struct StepSize {
  float size;     // Adam: rate/(1 − β₁ᵗ)
  float root;     // Adam: 1/√(1 − β₂ᵗ)
  float descent;  // gradient descent: −rate
  float keep;     // AdamW: 1 − rate·λ
};

// The beginning of the work: whether a sum is not finite, the factor of clipping, a copy of the cell, and
// copies of its layers.
constexpr int BROKEN = 0, FACTOR = 1, CELL_COPY = 16, LAYER_COPIES = 88;

// Distance of two features in an array of rows.
DEVICE int rowLength(const Cell& cell) { return cell.chunk + 8; }

// A sparse autoencoder as the host describes it: records of device memory that SaeArrays.java, SaeTerm.java and SaeEncoder.java write field
// by field. Rows of latents and of samples are [stride] floats, d_in rounded up to a multiple of 64, and 0
// beyond d_in; matrices of samples and latents are [rows][width], with width d_sae rounded up to a multiple
// of 256. Arrays of samples have room for the rows rounded up to a multiple of 256.
#pragma once
#include "functions.cuh"
#include "lanes.cuh"

// Parameters, or Adam's moments of the same shapes.
struct Weights {
  float* enc;    // W_enc transposed [dSae][stride]
  float* dec;    // W_dec [dSae][stride]
  float* bEnc;   // [width]
  float* bDec;   // [stride]
  float* theta;  // ln θ, or θ itself [dSae]; r_mag and then b_mag [2·dSae]; null where none is learned
};

// SaeConstraints.Decoder.
constexpr int UNIT = 0, RESCALED = 1, FREE = 2;

// How a selection turns z into entries and, on the way back, gradients of a into those of z.
constexpr int ABOVE = 0, LARGEST = 1, OF_BATCH = 2, ABOVE_THRESHOLD = 3, OPEN = 4, MAGNITUDE = 5;
constexpr int STRAIGHT = 0, SUMMED = 1, STEP_OF_THRESHOLD = 2, PROLU_RELU = 3, PROLU_THROUGH = 4, ON_HOST = 5, GATED = 6;

// What an entry's activation is: z; z above its threshold and otherwise 0; the magnitude of an open gate.
constexpr int WHOLE_Z = 0, CUT = 1, BY_MAGNITUDE = 2;

struct Sae {
  Weights weights, first, second;
  float* startDec;       // decoder rows that a least cosine is kept to [dSae][stride]; null without
  float* viewEnc;        // the weights as the forward pass uses them; the same as weights where nothing is rescaled
  float* directions;
  float* viewBias;
  float* norm;           // norms of decoder rows [dSae]; null where nothing is rescaled
  float* across;         // viewEnc transposed [stride][width]
  float* threshold;      // θ [dSae]; s and then t of magnitudes s·z + t [2·dSae]; null where there is none
  float* biasGrad;       // gradient of viewBias [dSae]
  float* zGrad;          // Σ of the gradients of z [dSae], which is the same but for magnitudes
  float* thetaGrad;      // of the length of theta
  float* bDecGrad;       // [stride]
  float* kept;           // gradients that wait for their common norm [2·dSae][stride]; null without clipping
  double* squares;       // squared norm of each latent's gradients [dSae]; then the factor of clipping
  int* taken;            // Adam's steps of each latent, and of b_dec [dSae + 1]
  int* silent;           // steps since each latent was last active [dSae]
  double* frequency;     // share of samples on which each latent is active, a running mean [dSae]
  const double* beta1ToT;  // 1 − β₁ᵗ by t
  const float* root;       // 1/√(1 − β₂ᵗ) by t
  int* dead;             // latents that have been silent for long, ascending [dSae]
  int* deadCount;        // how many
  int* bad;              // number of the first step with a loss that is not finite, counted from 1; 0 if none
  float* gram;           // Σ of u·uᵀ of the decoder's unit rows u [stride][stride]; null without a penalty on cosines
  double leastCosine;
  float beta1, beta2, rest1, rest2, epsilon;
  float scale;           // factor of inputs
  float cosineStep;      // what the penalty on cosines multiplies (M − I)·u with
  int dIn, dSae, stride, width;
  int decoder;           // UNIT …
  int window;            // silent steps after which a latent is dead
  int tied, freezesEnc, freezesDec, trainsBias, logarithmic;
  int magnitudes;        // whether activations are magnitudes s·z + t of open gates, z > 0
};
static_assert(sizeof(Sae) == 384, "SaeArrays.BYTES");

// Entries of samples: the active latents of a round of the encoder, or dead ones that AuxK wakes. The entries
// of sample s are count[s] numbers from s·capacity on, latents ascending.
struct Term {
  const float* input;  // what was encoded [rows][stride]
  float* z;            // pre-activations [rows][width]
  float* output;       // gradient of the loss by what the entries reconstruct [levels][rows][stride]
  float* grad;         // gradient of z of the entries [rows][width], of any content elsewhere
  float* gate;         // gradient of θ of the entries [rows][width]; null without
  u32* bits;           // who has an entry: bit s mod 32 of [s/32][dSae]
  int* count;          // [rows]
  int* latent;         // [rows][capacity]
  float* act;          // [rows][capacity]
  float* error;        // squared error of each sample [rows]
  float* penalty;      // [rows]
  float* gateError;    // squared error of what open gates reconstruct [rows]
  int* active;         // number of positive activations [rows]
  const int* level;    // level of each latent in nested dictionaries [dSae]; null for one level
  u64 levelSize;       // floats from one level's output to the next
  int capacity;
  int activation;      // WHOLE_Z …
  int signedValues;    // whether entries may be negative
  int reserved;
};
static_assert(sizeof(Term) == 136, "SaeTerm.BYTES");

// The activation of an entry.
DEVICE float activation(const Sae& sae, const Term& term, float z, int f) {
  if (term.activation == CUT) return z > sae.threshold[f] ? z : 0.0f;
  if (term.activation == BY_MAGNITUDE) {
    float magnitude = fma(z, sae.threshold[f], sae.threshold[sae.dSae + f]);
    return magnitude > 0.0f ? magnitude : 0.0f;
  }
  return z;
}

DEVICE bool isFinite(float x) { return magnitude(x) < INFINITE; }

// Σ of products over the row in sixteen partial sums, number i mod 16 of which adds the terms of the columns i
// in their order. Four threads share a sum: this is the part of number lane4, to partial[0 … 3].
DEVICE Four dotPart(const float* a, const float* b, int stride, int lane4) {
  Four sum = four(0.0f);
#pragma unroll 8
  for (int i = lane4 * 4; i < stride; i += 16) sum = fma(load(a + i), load(b + i), sum);
  return sum;
}

// a·b of two rows for the whole block, through 16 floats of shared memory.
DEVICE float rowDot(const float* a, const float* b, int stride, float* partial) {
  for (int q = threadIndex(); q < 4; q += threadCount()) store(partial + 4 * q, dotPart(a, b, stride, q));
  barrier();
  float sum = fold(partial);
  barrier();
  return sum;
}

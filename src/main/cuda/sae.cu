// The kernels that train sparse autoencoders. All arguments are 64 bits wide; floats and doubles come as their
// bits.
#ifndef POLYSWEEP_CPU
#include "platform.cuh"
#endif
#include "encoding.cuh"
#include "latents.cuh"
#include "levels.cuh"
#include "product.cuh"
#include "reconstruction.cuh"
#include "rounds.cuh"

DEVICE double doubleArgument(u64 bits) {
  double x;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}

// A block for each square of 32 samples and 32 columns.
KERNEL_OF(256, 4) saeCentre(const Sae* sae, const float* batch, float* x, float* xAcross, u64 rows, u64 rowsUp) {
  centre(*sae, batch, x, xAcross, (int)rows, (int)rowsUp);
}

// A block for each latent.
KERNEL_OF(128, 8) saeView(const Sae* sae) { rescale(*sae, blockIndex()); }

// A block for each square of 32 latents and 32 columns.
KERNEL_OF(256, 4) saeTurn(const Sae* sae) { turn(sae->viewEnc, sae->across, sae->dSae, sae->stride, sae->width); }

// A block for each tile of the product: a and b as in product.cuh.
KERNEL_OF(256, 2) saeEncodeBy256(const float* a, u64 aStride, const float* b, u64 bStride, const float* bias, float* out, u64 outStride, float* peaks, u64 inputs, u64 tilesDown) {
  product<128, 128, 8, 8, 8>(a, (int)aStride, b, (int)bStride, bias, out, (int)outStride, peaks, (int)inputs, (int)tilesDown);
}

KERNEL_OF(128, 2) saeEncodeBy128(const float* a, u64 aStride, const float* b, u64 bStride, const float* bias, float* out, u64 outStride, float* peaks, u64 inputs, u64 tilesDown) {
  product<128, 128, 16, 8, 8>(a, (int)aStride, b, (int)bStride, bias, out, (int)outStride, peaks, (int)inputs, (int)tilesDown);
}

KERNEL_OF(512, 2) saeCountDigits(const Sae* sae, const float* z, const float* peaks, BatchRank* batch, u64 rows, u64 digit, u64 repeat) {
  countDigits(*sae, z, peaks, batch, (int)rows, (int)digit, repeat);
}

// least: where the smallest activation that is kept goes to; null where it does not matter.
KERNEL_OF(512, 1) saeFindDigit(BatchRank* batch, u64 wanted, u64 digit, u64 repeat, float* least) {
  findDigit(batch, wanted, (int)digit, repeat);
  if (least && digit == 2 && threadIndex() == 0) *least = batch->least;
}

KERNEL_OF(256, 4) saeCountEqual(const Sae* sae, const float* z, const float* peaks, const BatchRank* batch, int* quotas) {
  countEqual(*sae, z, peaks, batch, quotas, blockIndex());
}

KERNEL_OF(512, 1) saeShareQuota(const BatchRank* batch, int* quotas, u64 rows) { shareQuota(batch, quotas, (int)rows); }

// A block for each sample, from here on. setting: the bound or the margin of a rule, or k.
KERNEL_OF(256, 4) saeSelect(const Sae* sae, const Term* term, const float* peaks, u64 rule, u64 setting, const BatchRank* batch, const int* quotas) {
  int s = blockIndex();
  if (rule == LARGEST)
    enterLargest(*sae, *term, peaks, s, (int)setting);
  else if (rule == OF_BATCH)
    enterChosen(*sae, *term, peaks, s, ABOVE, batch->least, batch->least > 0.0f ? quotas[s] : 0);
  else
    enterChosen(*sae, *term, peaks, s, (int)rule, floatArgument(setting), 0);
}

KERNEL_OF(256, 2) saeReconstruct(const Sae* sae, const Term* term, const float* inputs, u64 rule, u64 bandwidth, u64 slope, u64 scale, u64 step) {
  reconstruct(*sae, *term, blockIndex(), inputs, (int)rule, floatArgument(bandwidth), floatArgument(slope), floatArgument(scale), (int)step);
}

// AuxK: the k largest dead latents reconstruct factor·of. The coefficient counts in full, or with many dead latents.
KERNEL_OF(256, 2) saeWake(const Sae* sae, const Term* term, const float* of, u64 k, u64 factor, u64 coefficient, u64 rows) {
  int s = blockIndex(), dead = *sae->deadCount;
  double weight = dead == 0 ? 0.0 : doubleArgument(coefficient);
  if (term->signedValues && dead < (int)k) weight = weight * ((double)dead / (double)k);
  if (weight == 0.0) {
    if (threadIndex() == 0) {
      term->count[s] = 0;
      term->error[s] = 0.0f;
    }
    return;
  }
  enterDead(*sae, *term, s, (int)k);
  reconstructError(*sae, *term, s, of + (u64)s * sae->stride, floatArgument(factor), (float)weight, (float)(2 * weight / (double)rows));
}

// x̂ = a·W_dec + b_dec of codes, over the scale of inputs: [rows][dIn].
KERNEL_OF(256, 2) saeDecode(const Sae* sae, const int* start, const int* latent, const float* act, float* out) {
  int s = blockIndex();
  for (int c = threadIndex() * 4; c < sae->stride; c += threadCount() * 4) {
    Four sum = combined(sae->directions, sae->stride, latent + start[s], act + start[s], start[s + 1] - start[s], 1.0f, c, load(sae->weights.bDec + c));
    float all[4] = {sum.x, sum.y, sum.z, sum.w};
    for (int i = 0; i < 4; i++)
      if (c + i < sae->dIn) out[(u64)s * sae->dIn + c + i] = all[i] / sae->scale;
  }
}

// A block for each latent.
KERNEL_OF(128, 8) saeSumGradients(const Sae* sae, const Term* terms, u64 count, u64 gated, u64 rows) {
  sumGradients(*sae, terms, (int)count, (int)gated, blockIndex(), (int)rows);
}

// A block for each 8 columns.
KERNEL_OF(128, 4) saeDecoderBias(const Sae* sae, const float* output, const float* byInput, u64 rows) {
  decoderBias(*sae, output, byInput, (int)rows);
}

// A block for each row of the matrix.
KERNEL_OF(128, 8) saeGram(const Sae* sae, const float* inverse) { gramRow(*sae, inverse, blockIndex()); }

// A block for each latent.
KERNEL_OF(128, 6) saeLearn(const Sae* sae, const Term* terms, u64 count, u64 heard, u64 rows, u64 part, u64 started, u64 rate) {
  learn(*sae, terms, (int)count, (int)heard, (int)rows, (int)part, started, doubleArgument(rate));
}

KERNEL_OF(512, 1) saeClipFactor(const Sae* sae, u64 clip) { clipFactor(*sae, doubleArgument(clip)); }

KERNEL_OF(512, 1) saeUpdateDecoderBias(const Sae* sae, u64 rate, u64 clips) { updateDecoderBias(*sae, doubleArgument(rate), clips); }

// level: the latents of that level alone, unless it is null.
KERNEL_OF(512, 1) saeListDead(const Sae* sae, const int* level, u64 which) { listDead(*sae, level, (int)which); }

// The squared norms of rows [dSae][stride], or one over them, 0 for those of 0. A block for each latent.
KERNEL_OF(128, 8) saeSquares(const Sae* sae, const float* rows, float* out, u64 inverse) {
  const float* row = rows + (u64)blockIndex() * sae->stride;
  float square = rowDot(row, row, sae->stride, sharedMemory);
  if (threadIndex() == 0) out[blockIndex()] = !inverse ? square : square > 0.0f ? 1.0f / square : 0.0f;
}

// Copies the entries of samples to where start says: entry j of sample s to start[s] + j. A block for each sample.
KERNEL_OF(128, 8) saePack(const Term* term, const int* start, int* latent, float* act) {
  int s = blockIndex();
  u64 from = (u64)s * term->capacity;
  for (int j = threadIndex(); j < term->count[s]; j += threadCount()) {
    latent[start[s] + j] = term->latent[from + j];
    act[start[s] + j] = term->act[from + j];
  }
}

// Rows of samples [rows][stride] across: [stride][rowsUp]. A block for each square of 32 samples and 32 columns.
KERNEL_OF(256, 4) saeAcross(const Sae* sae, const float* from, float* to, u64 rows, u64 rowsUp) {
  turn(from, to, (int)rows, sae->stride, (int)rowsUp);
}

// Rounds and levels: a block for each sample.
KERNEL_OF(256, 2) saeAdvance(const Sae* sae, const Term* term, const float* x, float* to, u64 own, u64 residual) {
  advance(*sae, *term, blockIndex(), x, to, floatArgument(own), floatArgument(residual));
}

KERNEL_OF(256, 2) saePursue(const Sae* sae, const Term* terms, u64 rounds, const float* left, float* lossGrad, u64 scale, u64 step) {
  pursue(*sae, terms, (int)rounds, blockIndex(), left, lossGrad, floatArgument(scale), (int)step);
}

KERNEL_OF(256, 2) saeUnroll(const Sae* sae, const Term* terms, u64 rounds, u64 groups, const float* lossGrad, float* byInput, u64 input, u64 residual) {
  unroll(*sae, terms, (int)rounds, (int)groups, blockIndex(), lossGrad, byInput, floatArgument(input), floatArgument(residual));
}

KERNEL_OF(256, 2) saeNest(const Sae* sae, const Term* term, const float* inputs, u64 levels, float* squared, u64 samples, u64 step) {
  nest(*sae, *term, blockIndex(), inputs, (int)levels, squared, (int)samples, (int)step);
}

KERNEL_OF(256, 2) saeNestGradients(const Sae* sae, const Term* term, u64 levels, const double* weight, const double* share, u64 samples, u64 rows, u64 detached, u64 rule, u64 bandwidth, u64 slope) {
  nestGradients(*sae, *term, blockIndex(), (int)levels, weight, share, (int)samples, (int)rows, detached, (int)rule, floatArgument(bandwidth), floatArgument(slope));
}

// Packs the gradients of entries for the host, and takes them back with the gradients of thresholds.
KERNEL_OF(128, 8) saePackGradients(const Sae* sae, const Term* term, const int* start, float* grad, float* gate) {
  int s = blockIndex();
  for (int j = threadIndex(); j < term->count[s]; j += threadCount()) {
    u64 at = (u64)s * sae->width + term->latent[(u64)s * term->capacity + j];
    grad[start[s] + j] = term->grad[at];
    if (gate) gate[start[s] + j] = term->z[at];
  }
}

KERNEL_OF(128, 8) saeTakeGradients(const Sae* sae, const Term* term, const int* start, const float* grad, const float* gate) {
  int s = blockIndex();
  for (int j = threadIndex(); j < term->count[s]; j += threadCount()) {
    u64 at = (u64)s * sae->width + term->latent[(u64)s * term->capacity + j];
    term->grad[at] = grad[start[s] + j];
    if (term->gate) term->gate[at] = gate[start[s] + j];
  }
}

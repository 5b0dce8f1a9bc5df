package dev.polysweep.engine.cuda.gpu;

/** The kernels of {@code src/main/cuda/polysweep.cu} and {@code src/main/cuda/sae.cu}. */
public enum Kernel {
  /** Trains cells of few weights: registers hold the partial sums over samples. */
  TRAIN_HELD("trainHeld"),
  /** Trains cells whose partial sums over samples lie in the GPU's memory. */
  TRAIN_SUMS_APART("trainSumsApart"),
  /** Trains cells that are too large for shared memory. */
  TRAIN_IN_GLOBAL("trainInGlobal"),
  /** Evaluates one layer. */
  EVALUATE("evaluate"),

  // Sparse autoencoders; the order is that of src/test/cuda/cpu_build.cpp.
  SAE_CENTRE("saeCentre"),
  SAE_VIEW("saeView"),
  SAE_TURN("saeTurn"),
  SAE_ENCODE_BY_256("saeEncodeBy256"),
  SAE_ENCODE_BY_128("saeEncodeBy128"),
  SAE_COUNT_DIGITS("saeCountDigits"),
  SAE_FIND_DIGIT("saeFindDigit"),
  SAE_COUNT_EQUAL("saeCountEqual"),
  SAE_SHARE_QUOTA("saeShareQuota"),
  SAE_SELECT("saeSelect"),
  SAE_RECONSTRUCT("saeReconstruct"),
  SAE_WAKE("saeWake"),
  SAE_DECODE("saeDecode"),
  SAE_SUM_GRADIENTS("saeSumGradients"),
  SAE_DECODER_BIAS("saeDecoderBias"),
  SAE_LEARN("saeLearn"),
  SAE_CLIP_FACTOR("saeClipFactor"),
  SAE_UPDATE_DECODER_BIAS("saeUpdateDecoderBias"),
  SAE_LIST_DEAD("saeListDead"),
  SAE_SQUARES("saeSquares"),
  SAE_PACK("saePack"),
  SAE_GRAM("saeGram"),
  SAE_ACROSS("saeAcross"),
  SAE_ADVANCE("saeAdvance"),
  SAE_PURSUE("saePursue"),
  SAE_UNROLL("saeUnroll"),
  SAE_NEST("saeNest"),
  SAE_NEST_GRADIENTS("saeNestGradients"),
  SAE_PACK_GRADIENTS("saePackGradients"),
  SAE_TAKE_GRADIENTS("saeTakeGradients");

  /** The name in the source. */
  public final String symbol;

  Kernel(String symbol) {
    this.symbol = symbol;
  }

  /** Whether the kernel trains sparse autoencoders, and so is one of {@code sae.cu}. */
  public boolean ofAutoencoders() {
    return compareTo(SAE_CENTRE) >= 0;
  }
}

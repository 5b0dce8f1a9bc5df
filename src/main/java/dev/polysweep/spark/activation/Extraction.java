package dev.polysweep.spark.activation;

import dev.polysweep.transformer.ModelInputs;
import dev.polysweep.transformer.TokenizerFile;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of an extraction of activations.
 *
 * @param model name of the model
 * @param modelHash SHA-256 of the model's file
 * @param inputs the model's inputs
 * @param tensor name of the tensor that is extracted, the tap
 * @param width numbers in the activation of one token
 * @param tokenizer the tokenizer
 * @param context greatest number of tokens in a window
 * @param cut whether a document that is longer than the context is cut off there; otherwise it runs
 *     in several windows
 * @param half whether activations are stored as float16 instead of float32
 * @param waveTokens number of tokens in a wave, as nearly as whole documents allow
 */
public record Extraction(
    String model,
    String modelHash,
    ModelInputs inputs,
    String tensor,
    int width,
    TokenizerFile tokenizer,
    int context,
    boolean cut,
    boolean half,
    long waveTokens)
    implements Serializable {

  /** Number of tokens that run through the model together. */
  private static final int BATCH_TOKENS = 4096;

  /** Number of windows that run through the model together; at least 1. */
  int batchWindows() {
    return Math.max(1, BATCH_TOKENS / context);
  }

  /** Number of tokens in a batch, as nearly as whole documents allow. */
  long batchTokens() {
    return (long) batchWindows() * context;
  }

  /**
   * The settings as the manifest states them. A run that continues an extraction must have the
   * same.
   */
  Map<String, Object> recipe() {
    Map<String, Object> recipe = new LinkedHashMap<>();
    recipe.put("model", model);
    recipe.put("model_sha256", modelHash);
    recipe.put("tap", tensor);
    recipe.put("width", width);
    recipe.put("tokenizer", tokenizer.name());
    recipe.put("tokenizer_sha256", tokenizer.hash());
    recipe.put("context", context);
    recipe.put("long_documents", cut ? "cut" : "windows");
    recipe.put("dtype", half ? "float16" : "float32");
    return recipe;
  }
}

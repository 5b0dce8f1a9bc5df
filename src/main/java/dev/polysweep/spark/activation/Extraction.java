package dev.polysweep.spark.activation;

import dev.polysweep.transformer.ModelInputs;
import dev.polysweep.transformer.TokenizerFile;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is extracted, and how.
 *
 * @param model name of the model
 * @param modelHash SHA-256 of its file
 * @param inputs what it is fed with
 * @param tensor the tensor that is tapped
 * @param width numbers a token
 * @param tokenizer the tokenizer
 * @param context tokens of a window at most
 * @param cut whether a document longer than that is cut there; otherwise it runs in several windows
 * @param half whether activations are kept as float16
 * @param waveTokens tokens of a wave, as nearly as documents allow
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

  /** Tokens that run through the model together. */
  private static final int BATCH_TOKENS = 4096;

  /** Windows that run together, at least one. */
  int batchWindows() {
    return Math.max(1, BATCH_TOKENS / context);
  }

  /** Tokens of a batch, as nearly as documents allow. */
  long batchTokens() {
    return (long) batchWindows() * context;
  }

  /** What the manifest says of it, and what a run that goes on must not change. */
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

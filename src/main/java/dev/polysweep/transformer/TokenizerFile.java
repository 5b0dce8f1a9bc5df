package dev.polysweep.transformer;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A tokenizer as it was read from its file, which can be serialised and sent to executors.
 *
 * @param name {@code bytes}, or the path of the file
 * @param json contents of a Hugging Face {@code tokenizer.json}; null for bytes
 */
public record TokenizerFile(String name, byte[] json) implements Serializable {

  /** The name of the tokenizer of raw bytes on the command line. */
  public static final String BYTES = "bytes";

  /**
   * Reads a tokenizer.
   *
   * @param name {@code bytes}, or the path of a Hugging Face {@code tokenizer.json}
   * @throws TransformerException if there is no such file or it cannot be read
   */
  public static TokenizerFile read(String name) {
    if (name.equals(BYTES)) {
      return new TokenizerFile(name, null);
    }
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      throw new TransformerException(
          "--tokenizer: " + name + ": no such file; give a tokenizer.json, or " + BYTES);
    }
    try {
      return new TokenizerFile(name, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new TransformerException("--tokenizer: " + name + " cannot be read: " + e.getMessage());
    }
  }

  /**
   * Opens the tokenizer.
   *
   * @throws TransformerException if the file is not a tokenizer
   */
  public Tokenizer open() {
    return json == null ? new ByteTokenizer() : HuggingFaceTokens.of(name, json);
  }

  /** The SHA-256 of the file in hexadecimal; null for bytes. */
  public String hash() {
    return json == null ? null : OnnxGraph.sha256(json);
  }

  /**
   * Checks that the tokenizer can be the model's. A {@code tokenizer.json} must not have more
   * tokens than the model and must have at least nine tenths of its number, because the
   * vocabularies of models are often padded a little. The tokenizer of bytes needs a model of 256
   * tokens.
   *
   * @param tokens size of the tokenizer's vocabulary
   * @param model name of the model, for the message
   * @param known size of the model's vocabulary
   * @throws TransformerException if the tokenizer does not fit
   */
  public void requireFits(int tokens, String model, int known) {
    boolean fits = json == null ? known == tokens : tokens <= known && tokens >= 0.9 * known;
    if (!fits) {
      throw new TransformerException(
          String.format(
              Locale.ROOT,
              "--tokenizer: %s has %,d tokens and %s knows %,d; give the tokenizer.json that belongs to the model",
              name,
              tokens,
              model,
              known));
    }
  }
}

package dev.polysweep.transformer;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A tokenizer that can be sent to executors.
 *
 * @param name {@code bytes}, or the file that it was read from
 * @param json content of a Hugging Face {@code tokenizer.json}, or null for bytes
 */
public record TokenizerFile(String name, byte[] json) implements Serializable {

  /** Name of raw bytes on the command line. */
  public static final String BYTES = "bytes";

  /**
   * Reads a tokenizer.
   *
   * @param name {@code bytes}, or a Hugging Face {@code tokenizer.json}
   * @throws TransformerException if there is no such file
   */
  public static TokenizerFile read(String name) {
    if (name.equals(BYTES)) {
      return new TokenizerFile(name, null);
    }
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      throw new TransformerException(
          "--tokenizer: " + name + ": no such file; a tokenizer.json, or " + BYTES);
    }
    try {
      return new TokenizerFile(name, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new TransformerException("--tokenizer: " + name + " cannot be read: " + e.getMessage());
    }
  }

  /**
   * Opens it.
   *
   * @throws TransformerException if it is no tokenizer
   */
  public Tokenizer open() {
    return json == null ? new ByteTokenizer() : HuggingFaceTokens.of(name, json);
  }

  /** SHA-256 of the file in hexadecimal, or null for bytes. */
  public String hash() {
    return json == null ? null : OnnxGraph.sha256(json);
  }

  /**
   * Refuses a tokenizer that is not the model's: one that knows more tokens, or less than nine
   * tenths of them (models' vocabularies are often padded a little), and bytes unless there are
   * 256.
   *
   * @param tokens tokens that the tokenizer knows
   * @param known tokens that the model knows
   * @throws TransformerException if it does not fit
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

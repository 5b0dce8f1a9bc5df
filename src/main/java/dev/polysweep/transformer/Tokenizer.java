package dev.polysweep.transformer;

/** Cuts documents into tokens. Thread-safe. */
public interface Tokenizer extends AutoCloseable {

  /** Encodes a document as tokens. */
  Tokens encode(String document);

  /** One more than the largest token id. */
  int vocabulary();

  @Override
  void close();
}

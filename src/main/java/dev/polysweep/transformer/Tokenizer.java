package dev.polysweep.transformer;

/** Cuts documents into tokens. May be used by several threads at a time. */
public interface Tokenizer extends AutoCloseable {

  /** Tokens of a document. */
  Tokens encode(String document);

  /** One more than the largest token id. */
  int vocabulary();

  @Override
  void close();
}

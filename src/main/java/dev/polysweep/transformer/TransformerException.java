package dev.polysweep.transformer;

/** A model, tap or tokenizer cannot be used; the message is one line for the user. */
public class TransformerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TransformerException(String message) {
    super(message.strip().replaceAll("\\s*\\R\\s*", "; "));
  }
}

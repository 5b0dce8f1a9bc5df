package dev.polysweep.transformer;

/**
 * Thrown when a model, a tap or a tokenizer cannot be used. The message is one line for the user.
 */
public class TransformerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TransformerException(String message) {
    super(message.strip().replaceAll("\\s*\\R\\s*", "; "));
  }
}

package dev.polysweep.engine;

/**
 * Thrown when no engine, or not the one that was asked for, can run in this process. The message is
 * one line for users, with the remedy.
 */
public final class EngineUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The exception with a message for users. */
  public EngineUnavailableException(String message) {
    super(message);
  }
}

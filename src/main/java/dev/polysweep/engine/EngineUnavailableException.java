package dev.polysweep.engine;

/**
 * No engine, or not the one that was asked for, can run here. The message is one line for users,
 * with the remedy.
 */
public final class EngineUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineUnavailableException(String message) {
    super(message);
  }
}

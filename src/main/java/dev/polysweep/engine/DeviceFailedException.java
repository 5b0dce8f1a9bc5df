package dev.polysweep.engine;

/**
 * Thrown when the device on which an engine trains has failed: it has vanished, or a program on it
 * has faulted. No model that was in training there can go on, whichever model caused the failure,
 * so the work must be begun anew. The message is one line with the driver's words.
 */
public final class DeviceFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The exception with the driver's words. */
  public DeviceFailedException(String message) {
    super(message);
  }
}

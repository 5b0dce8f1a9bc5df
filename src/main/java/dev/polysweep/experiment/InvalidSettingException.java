package dev.polysweep.experiment;

/** Thrown if settings are each in their range but not allowed together. */
public final class InvalidSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String key;

  /**
   * Makes an exception.
   *
   * @param key dotted key of the setting to change
   * @param message what is wrong and what is allowed, for users
   */
  public InvalidSettingException(String key, String message) {
    super(message);
    this.key = key;
  }

  /** The dotted key of the setting to change. */
  public String key() {
    return key;
  }
}

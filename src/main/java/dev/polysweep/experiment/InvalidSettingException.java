package dev.polysweep.experiment;

/** Settings that are each in range but do not go together. */
public final class InvalidSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String key;

  /**
   * @param key dotted key of the setting to change
   * @param message what is wrong and what is allowed, for users
   */
  public InvalidSettingException(String key, String message) {
    super(message);
    this.key = key;
  }

  /** Dotted key of the setting to change. */
  public String key() {
    return key;
  }
}

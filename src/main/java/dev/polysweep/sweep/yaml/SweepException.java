package dev.polysweep.sweep.yaml;

/**
 * Something a user wrote cannot be used: a sweep file, an override, a name. The message is one line
 * for the user, {@code FILE:LINE: KEY: what is wrong; what is allowed}.
 */
public final class SweepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong and what is allowed; line breaks and control characters in it are
   *     escaped
   */
  public SweepException(String message) {
    super(Quoted.oneLine(message));
  }

  /** An error at a place of the input. */
  public static SweepException at(Where where, String message) {
    return new SweepException(where + ": " + message);
  }

  /** An error in the value of a key; an option that is named like its key is named once. */
  public static SweepException at(Where where, String key, String message) {
    if (where.source().equals("--" + key)) {
      return at(where, message);
    }
    return new SweepException(where + ": " + Quoted.shortened(key) + ": " + message);
  }
}

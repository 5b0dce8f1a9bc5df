package dev.polysweep.sweep.yaml;

/**
 * Thrown if something that a user wrote cannot be used: a sweep file, an override, a name. The
 * message is one line for the user, {@code FILE:LINE: KEY: what is wrong; what is allowed}.
 */
public final class SweepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what is wrong and what is allowed; line breaks and control characters in it are
   *     escaped
   */
  public SweepException(String message) {
    super(Quoted.oneLine(message));
  }

  /** Makes an exception about a place of the input. */
  public static SweepException at(Where where, String message) {
    return new SweepException(where + ": " + message);
  }

  /**
   * Makes an exception about the value of a key. If the place has the name of the key, as an option
   * or as it is, the message names it once.
   */
  public static SweepException at(Where where, String key, String message) {
    if (where.source().equals("--" + key) || where.source().equals(key)) {
      return at(where, message);
    }
    return new SweepException(where + ": " + Quoted.shortened(key) + ": " + message);
  }
}

package dev.polysweep.data.file;

import java.io.IOException;

/** Thrown when a file of numbers cannot be used. The message is for the user and says why. */
public final class TensorFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 60;

  /**
   * @param message what is wrong with the file; any text taken from the file must have gone through
   *     {@link #quoted}
   */
  TensorFileException(String message) {
    super(message);
  }

  /** Text from a file in quotes, shortened if it is long. */
  static String quoted(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST
        ? "'" + text + "'"
        : "'" + text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…'";
  }
}

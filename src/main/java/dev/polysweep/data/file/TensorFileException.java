package dev.polysweep.data.file;

import java.io.IOException;

/** A file of numbers cannot be used; the message says why, for the user. */
public final class TensorFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 60;

  /**
   * @param message what is wrong with the file; text from the file in it is {@link #quoted}
   */
  TensorFileException(String message) {
    super(message);
  }

  /** Text from a file, in quotes, cut where it is long. */
  static String quoted(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST
        ? "'" + text + "'"
        : "'" + text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…'";
  }
}

package dev.polysweep.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The properties of the terminal. */
final class Terminal {

  private Terminal() {}

  /** Whether a console is attached, so that a person sees the output. */
  static boolean interactive() {
    return System.console() != null;
  }

  /**
   * The charset of the output: on a terminal that of the locale; in files and pipes UTF-8, whatever
   * the locale.
   */
  static Charset charset() {
    String encoding = System.getProperty("native.encoding");
    return interactive() && encoding != null && Charset.isSupported(encoding)
        ? Charset.forName(encoding)
        : StandardCharsets.UTF_8;
  }

  /** Whether the output's charset can represent a character. */
  static boolean shows(char character) {
    return charset().newEncoder().canEncode(character);
  }

  /** The width of the terminal in columns, as the shell gives it, otherwise 120. */
  static int width() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : 120;
  }

  /**
   * Breaks text into lines of at most {@code width} columns, each of which ends with a line break.
   * A longer word is not broken.
   */
  static String wrap(String text, int width) {
    StringBuilder out = new StringBuilder();
    int used = 0;
    for (String word : text.split(" ")) {
      if (used > 0 && used + 1 + word.length() > width) {
        out.append(System.lineSeparator());
        used = 0;
      }
      if (used > 0) {
        out.append(' ');
        used++;
      }
      out.append(word);
      used += word.length();
    }
    return out.append(System.lineSeparator()).toString();
  }
}

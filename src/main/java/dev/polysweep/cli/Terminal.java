package dev.polysweep.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** What is known of the terminal. */
final class Terminal {

  private Terminal() {}

  /** Whether someone watches. */
  static boolean interactive() {
    return System.console() != null;
  }

  /**
   * The charset of what is printed: on a terminal that of the locale, into files and pipes UTF-8,
   * whatever the locale.
   */
  static Charset charset() {
    String encoding = System.getProperty("native.encoding");
    return interactive() && encoding != null && Charset.isSupported(encoding)
        ? Charset.forName(encoding)
        : StandardCharsets.UTF_8;
  }

  /** Whether the character can be printed. */
  static boolean shows(char character) {
    return charset().newEncoder().canEncode(character);
  }

  /** Its width in columns: what the shell says, else 120. */
  static int width() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : 120;
  }

  /** Text in lines of at most so many columns, each ended; a longer word stays whole. */
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

package dev.polysweep.sweep.yaml;

import java.util.Locale;

/**
 * Prepares text from outside for a message: short, on one line and without invisible characters.
 */
public final class Quoted {

  private static final int LONGEST = 60;

  private Quoted() {}

  /** The text in quotes, shortened. */
  public static String of(String text) {
    return "'" + shortened(text) + "'";
  }

  /**
   * The text, cut after {@value #LONGEST} characters, with characters that do not print escaped.
   */
  public static String shortened(String text) {
    if (text.codePointCount(0, text.length()) <= LONGEST) {
      return oneLine(text);
    }
    return oneLine(text.substring(0, text.offsetByCodePoints(0, LONGEST))) + "…";
  }

  /**
   * The text with every character that does not print, and every blank but the plain one, written
   * as its Java escape.
   */
  public static String oneLine(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (prints(c) && !looksLikeSpace(c)) {
                out.appendCodePoint(c);
              } else if (c == '\n') {
                out.append("\\n");
              } else if (c == '\t') {
                out.append("\\t");
              } else {
                out.append(String.format(Locale.ROOT, c > 0xFFFF ? "\\U%08X" : "\\u%04X", c));
              }
            });
    return out.toString();
  }

  /**
   * Whether a character is a kind of space other than the plain one, the only one that YAML takes
   * for a space.
   */
  private static boolean looksLikeSpace(int c) {
    return c != ' ' && Character.isSpaceChar(c);
  }

  /**
   * Whether a character is visible: not a control, format, private-use, unassigned or surrogate
   * character and not a separator of lines or paragraphs.
   */
  public static boolean prints(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}

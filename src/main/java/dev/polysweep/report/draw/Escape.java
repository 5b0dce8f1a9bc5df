package dev.polysweep.report.draw;

import java.util.regex.Pattern;

/**
 * Escapes text that becomes part of an HTML page or of an SVG. All such text passes through this
 * class.
 */
public final class Escape {

  private static final char NO_BREAK = '\u00a0';

  /** What belongs together in a sentence. */
  private static final Pattern TOGETHER =
      Pattern.compile("\\[[−.0-9]+, [−.0-9]+\\]( %)?|[0-9] ± [0-9]|[0-9] %");

  private Escape() {}

  /**
   * Returns the text in a form that is safe in element contents and in quoted attributes of HTML
   * and XML. The five special characters become entities; characters that XML does not allow become
   * U+FFFD.
   */
  public static String xml(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(out, c));
    return out.toString();
  }

  /**
   * Escapes a sentence so that no line breaks within what belongs together: a number and its unit
   * in per cent, or with what it may be off by, and the two ends of an interval.
   */
  public static String sentence(String text) {
    return xml(TOGETHER.matcher(text).replaceAll(match -> match.group().replace(' ', NO_BREAK)));
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.appendCodePoint(allowed(c) ? c : 0xFFFD);
    }
  }

  /**
   * Returns whether a code point matches the production Char of XML 1.0. A lone surrogate, which
   * has no UTF-8 form, does not match.
   */
  private static boolean allowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c < 0xD800)
        || (c >= 0xE000 && c < 0xFFFE)
        || c >= 0x10000;
  }
}

package dev.polysweep.report.draw;

/**
 * Escapes text that becomes part of an HTML page or of an SVG. All such text passes through this
 * class.
 */
public final class Escape {

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

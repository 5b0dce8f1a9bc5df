package dev.polysweep.report.draw;

/** The one place where text becomes part of a page or of an SVG. */
public final class Escape {

  private Escape() {}

  /**
   * Text for element contents and quoted attributes of HTML and XML: the five special characters
   * become entities, characters that XML does not allow become U+FFFD.
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

  /** The production Char of XML 1.0; lone surrogates, which have no UTF-8 form, are not in it. */
  private static boolean allowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c < 0xD800)
        || (c >= 0xE000 && c < 0xFFFE)
        || c >= 0x10000;
  }
}

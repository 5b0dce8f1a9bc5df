package dev.polysweep.report.terminal;

/**
 * The characters with which a terminal can draw.
 *
 * @param unicode whether the terminal shows more than ASCII
 */
record Glyphs(boolean unicode) {

  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

  /** The five shades, the lightest first. */
  private static final String SHADES = " ░▒▓█";

  private static final String ASCII_SHADES = " .oO#";

  /** Number of shades. */
  static final int LEVELS = SHADES.length();

  /** Returns what stands behind a bar for the part that it does not fill. */
  String rail(int width) {
    return (unicode ? "┄" : ".").repeat(width);
  }

  /** Returns a horizontal rule of the given number of columns. */
  String rule(int width) {
    return (unicode ? "─" : "-").repeat(width);
  }

  /**
   * Returns the character of a shade, from level 0 (blank) to level {@link #LEVELS} − 1 (the
   * darkest).
   */
  char shade(int level) {
    return (unicode ? SHADES : ASCII_SHADES).charAt(level);
  }

  /**
   * Returns a bar that fills a share of the width, followed by blanks up to the width. With Unicode
   * the length of the bar is exact to an eighth of a column. A positive share always gives a
   * visible bar.
   */
  String bar(double share, int width) {
    if (!(share > 0)) {
      return " ".repeat(width);
    }
    int steps = unicode ? EIGHTHS.length() : 1;
    int length = (int) Math.max(1, Math.round(Math.min(share, 1) * width * steps));
    StringBuilder bar = new StringBuilder((unicode ? "█" : "#").repeat(length / steps));
    if (length % steps > 0) {
      bar.append(EIGHTHS.charAt(length % steps));
    }
    return bar.append(" ".repeat(width - bar.length())).toString();
  }

  /**
   * Returns the text without control characters, which could move the cursor. If the terminal shows
   * only ASCII, other characters are replaced by ASCII ones.
   */
  String printable(String text) {
    String clean = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
    return unicode
        ? clean
        : clean
            .replace("±", "+/-")
            .replace('−', '-')
            .replace('–', '-')
            .replace('×', 'x')
            .replace("…", "...")
            .replace("²", "^2")
            .replace('‖', '|')
            .replace("Δ", "diff ")
            .replaceAll("[^ -~]", "?");
  }
}

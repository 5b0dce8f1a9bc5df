package dev.polysweep.report.terminal;

/**
 * What a terminal can draw with.
 *
 * @param unicode whether it shows more than ASCII
 */
record Glyphs(boolean unicode) {

  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

  /** Shades of five levels, the lightest first. */
  private static final String SHADES = " ░▒▓█";

  private static final String ASCII_SHADES = " .oO#";

  /** Number of shades. */
  static final int LEVELS = SHADES.length();

  /** A horizontal rule. */
  String rule(int width) {
    return (unicode ? "─" : "-").repeat(width);
  }

  /** A shade from 0, blank, to {@link #LEVELS} − 1, full. */
  char shade(int level) {
    return (unicode ? SHADES : ASCII_SHADES).charAt(level);
  }

  /**
   * A bar of a share of the width, padded to it. In Unicode to an eighth of a column. A positive
   * share is never nothing.
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
   * The text without control characters, which could move the cursor; in ASCII if the terminal
   * needs that.
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

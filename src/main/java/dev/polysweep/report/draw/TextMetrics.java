package dev.polysweep.report.draw;

import java.util.ArrayList;
import java.util.List;

/**
 * Estimates the widths of texts in figures from a table instead of the machine's fonts. Layouts are
 * therefore the same on every machine, and an SVG is laid out without any fonts. The table is that
 * of Arial, Helvetica and Liberation Sans, which share their widths; 6 % is added because a browser
 * may fall back to a wider font.
 */
public final class TextMetrics {

  private static final double SLACK = 1.06;

  /** Widths of the characters ASCII 32 to 126 in thousandths of the font size. */
  private static final int[] WIDTHS = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584
  };

  private TextMetrics() {}

  /**
   * Returns the width of a text in pixels.
   *
   * @param size font size in pixels
   */
  public static double width(String text, double size) {
    return SLACK * size * text.codePoints().mapToDouble(TextMetrics::em).sum();
  }

  private static double em(int codePoint) {
    if (codePoint >= 32 && codePoint <= 126) {
      return WIDTHS[codePoint - 32] / 1000.0;
    }
    return isWide(codePoint) ? 1 : 0.6;
  }

  /**
   * Returns whether a character is as wide as two Latin ones, as East Asian scripts and pictographs
   * are.
   */
  public static boolean isWide(int codePoint) {
    return (codePoint >= 0x1100 && codePoint <= 0x115f)
        || (codePoint >= 0x2e80 && codePoint <= 0xa4cf)
        || (codePoint >= 0xac00 && codePoint <= 0xd7a3)
        || (codePoint >= 0xf900 && codePoint <= 0xfaff)
        || (codePoint >= 0xfe30 && codePoint <= 0xfe6f)
        || (codePoint >= 0xff00 && codePoint <= 0xff60)
        || codePoint >= 0x1f300;
  }

  /**
   * Returns the text, shortened by an ellipsis in its middle if it is wider than a limit.
   *
   * @param size font size in pixels
   * @param limit greatest width in pixels
   */
  public static String fit(String text, double size, double limit) {
    if (width(text, size) <= limit) {
      return text;
    }
    int[] points = text.codePoints().toArray();
    for (int kept = points.length - 1; kept > 0; kept--) {
      int head = (kept + 1) / 2;
      String cut =
          new String(points, 0, head)
              + "…"
              + new String(points, points.length - kept + head, kept - head);
      if (width(cut, size) <= limit) {
        return cut;
      }
    }
    return "…";
  }

  /**
   * Breaks a text into lines no wider than a limit. Lines break after spaces, commas, underscores,
   * hyphens, slashes and equals signs.
   *
   * <p>The lines are about equally long, because a last line of one short word would look like a
   * mistake.
   *
   * @param size font size in pixels
   * @param limit greatest width of a line in pixels
   * @param maxLines greatest number of lines; if the text needs more, {@link #fit} shortens the
   *     last line
   */
  public static List<String> wrap(String text, double size, double limit, int maxLines) {
    List<String> greedy = greedy(text, size, limit, maxLines);
    for (double narrower = 0.55; narrower < 1; narrower += 0.05) {
      List<String> lines = greedy(text, size, limit * narrower, maxLines);
      if (lines.size() == greedy.size() && lines.stream().noneMatch(line -> line.contains("…"))) {
        return lines;
      }
    }
    return greedy;
  }

  private static List<String> greedy(String text, double size, double limit, int maxLines) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split("(?<=[ ,_\\-/=])")) {
      boolean last = lines.size() == maxLines - 1;
      if (!line.isEmpty() && !last && width((line + word).stripTrailing(), size) > limit) {
        lines.add(fit(line.toString().strip(), size, limit));
        line.setLength(0);
      }
      line.append(word);
    }
    lines.add(fit(line.toString().strip(), size, limit));
    return lines;
  }
}

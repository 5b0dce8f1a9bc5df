package dev.polysweep.cli.output;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The properties of the terminal. */
public final class Terminal {

  private static final int USUAL = 80;
  private static final int PAGE = 120;
  private static final int WIDEST = 200;

  private Terminal() {}

  /** Whether a console is attached, so that a person sees the output. */
  public static boolean interactive() {
    return System.console() != null;
  }

  /**
   * The charset of the output: on a terminal that of the locale; in files and pipes UTF-8, whatever
   * the locale.
   */
  public static Charset charset() {
    String encoding = System.getProperty("native.encoding");
    return interactive() && encoding != null && Charset.isSupported(encoding)
        ? Charset.forName(encoding)
        : StandardCharsets.UTF_8;
  }

  /** Whether the output's charset can represent a character. */
  public static boolean shows(char character) {
    return charset().newEncoder().canEncode(character);
  }

  /**
   * Whether texts may have colours: on a terminal that shows them, unless the user has set {@code
   * NO_COLOR}.
   */
  public static boolean coloured() {
    return coloured(interactive(), System.getenv());
  }

  /** Whether texts may have colours, given whether a console is attached, and the environment. */
  public static boolean coloured(boolean interactive, Map<String, String> environment) {
    return interactive
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  /**
   * The width of the terminal in columns: as the shell gives it in {@code COLUMNS}, otherwise as
   * the terminal itself says, otherwise 80; in files and pipes 120. At most 200, since longer lines
   * are hard to read.
   */
  public static int width() {
    String columns = System.getenv("COLUMNS");
    if (columns != null && columns.matches("[1-9][0-9]{1,3}")) {
      return Math.min(WIDEST, Integer.parseInt(columns));
    }
    return interactive() ? Math.min(WIDEST, Own.WIDTH) : PAGE;
  }

  /** The width of the terminal that this program runs in, which is asked for once. */
  private static final class Own {

    static final int WIDTH = ask();

    private static int ask() {
      try {
        Process stty =
            new ProcessBuilder("stty", "size")
                .redirectInput(new File("/dev/tty"))
                .redirectErrorStream(true)
                .start();
        String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        String[] rowsAndColumns = said.strip().split(" ");
        int columns = Integer.parseInt(rowsAndColumns[rowsAndColumns.length - 1]);
        return columns > 0 ? columns : USUAL;
      } catch (IOException | NumberFormatException e) {
        return USUAL; // a machine without stty, or a terminal that does not know its size
      }
    }
  }

  /**
   * Breaks text into lines of at most {@code width} columns, each of which ends with a line break.
   * A longer word is not broken.
   */
  public static String wrap(String text, int width) {
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

package dev.polysweep.report.terminal;

/**
 * The colours of texts on a terminal, as ANSI escape sequences.
 *
 * @param on whether the terminal shows colours; if not, texts stay as they are
 */
public record Colours(boolean on) {

  /** The colours of files, pipes and terminals without colours: none. */
  public static final Colours NONE = new Colours(false);

  private static final String ESCAPE = "\u001b[";

  /** Returns a text in bold, for headers. */
  public String bold(String text) {
    return in("1", text);
  }

  /** Returns a text that stands back, for rules. */
  public String faint(String text) {
    return in("2", text);
  }

  /** Returns a text in green, for what goes well. */
  public String good(String text) {
    return in("32", text);
  }

  /** Returns a text in red, for what has failed. */
  public String bad(String text) {
    return in("31", text);
  }

  /** Returns a text in yellow, for what needs attention. */
  public String warning(String text) {
    return in("33", text);
  }

  private String in(String code, String text) {
    return on && !text.isEmpty() ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
  }
}

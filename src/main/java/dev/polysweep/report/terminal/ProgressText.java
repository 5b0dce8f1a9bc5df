package dev.polysweep.report.terminal;

import dev.polysweep.report.draw.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The line of a terminal that shows how far a long computation is. Where the terminal is too narrow
 * for everything, the least important parts are left out.
 */
public final class ProgressText {

  private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
  private static final String ASCII_SPINNER = "|/-\\";
  private static final String GAP = "  ";
  private static final int SHORTEST_BAR = 8;
  private static final int LONGEST_BAR = 30;

  private final Glyphs glyphs;
  private final Colours colours;

  /**
   * @param unicode whether the terminal shows more than ASCII
   * @param colours the colours of the terminal
   */
  public ProgressText(boolean unicode, Colours colours) {
    glyphs = new Glyphs(unicode);
    this.colours = colours;
  }

  /**
   * How far a computation is.
   *
   * @param done number of things that are done, failed and diverged ones included
   * @param total number of things that there are to do
   * @param unit name of the things in the plural
   * @param failed number of things that failed
   * @param diverged number of things that diverged
   * @param rate things done per second; 0 if that is not known yet
   * @param left estimate of the remaining time in seconds; NaN if that is not known yet
   * @param best the best result until now, in a few words; empty if there is none
   */
  public record State(
      long done,
      long total,
      String unit,
      long failed,
      long diverged,
      double rate,
      double left,
      String best) {}

  /** A part of the line; the one with the greatest rank is left out first. */
  private record Part(int rank, String text, String coloured) {

    Part(int rank, String text) {
      this(rank, text, text);
    }
  }

  /**
   * Returns the line of a phase whose length is not known.
   *
   * @param phase name of the phase
   * @param elapsed time in seconds since the phase began
   * @param frame number of the picture, which turns the spinner
   * @param width greatest number of columns of the line
   */
  public String line(String phase, double elapsed, int frame, int width) {
    return fit(
        List.of(new Part(0, spinner(frame) + " " + phase), new Part(1, duration(elapsed))), width);
  }

  /**
   * Returns the line of a phase that counts things.
   *
   * @param phase name of the phase
   * @param state how far the phase is
   * @param elapsed time in seconds since the phase began
   * @param frame number of the picture, which turns the spinner
   * @param width greatest number of columns of the line
   */
  public String line(String phase, State state, double elapsed, int frame, int width) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(0, spinner(frame) + " " + phase));
    parts.add(new Part(2, String.format(Locale.ROOT, "%3.0f %%", 100 * share(state))));
    parts.add(new Part(1, counts(state)));
    if (state.failed() > 0) {
      String text = String.format(Locale.ROOT, "%,d failed", state.failed());
      parts.add(new Part(3, text, colours.bad(text)));
    }
    if (state.diverged() > 0) {
      String text = String.format(Locale.ROOT, "%,d diverged", state.diverged());
      parts.add(new Part(4, text, colours.warning(text)));
    }
    if (state.rate() > 0) {
      parts.add(new Part(8, rate(state)));
    }
    parts.add(new Part(7, duration(elapsed)));
    if (state.done() < state.total() && !Double.isNaN(state.left())) {
      parts.add(new Part(2, duration(state.left()) + " left"));
    }
    if (!state.best().isEmpty()) {
      parts.add(new Part(9, glyphs.printable(state.best())));
    }
    int longest = LONGEST_BAR;
    while (longest > SHORTEST_BAR && columns(withBar(parts, state, longest)) > width) {
      longest--;
    }
    return fit(withBar(parts, state, longest), width);
  }

  private List<Part> withBar(List<Part> parts, State state, int length) {
    List<Part> all = new ArrayList<>(parts);
    String bar = glyphs.bar(share(state), length);
    String full = bar.stripTrailing();
    String rest = glyphs.rail(length - full.length());
    all.add(1, new Part(6, full + rest, colours.good(full) + colours.faint(rest)));
    return all;
  }

  private String fit(List<Part> parts, int width) {
    List<Part> shown = new ArrayList<>(parts);
    while (shown.size() > 1 && columns(shown) > width) {
      Part least = shown.stream().reduce((a, b) -> b.rank() >= a.rank() ? b : a).orElseThrow();
      shown.remove(shown.lastIndexOf(least));
    }
    StringBuilder line = new StringBuilder();
    shown.forEach(part -> line.append(line.isEmpty() ? "" : GAP).append(part.coloured()));
    return line.toString();
  }

  private static int columns(List<Part> parts) {
    return parts.stream().mapToInt(part -> TerminalTable.columns(part.text())).sum()
        + GAP.length() * (parts.size() - 1);
  }

  private String spinner(int frame) {
    String pictures = glyphs.unicode() ? SPINNER : ASCII_SPINNER;
    return String.valueOf(pictures.charAt(Math.floorMod(frame, pictures.length())));
  }

  private static double share(State state) {
    return state.total() == 0 ? 1 : (double) state.done() / state.total();
  }

  /** Returns how many of the things are done, in words. */
  public static String counts(State state) {
    return String.format(Locale.ROOT, "%,d of %,d %s", state.done(), state.total(), state.unit());
  }

  /** Returns the speed: things a second or, if that is less than one, seconds a thing. */
  public static String rate(State state) {
    if (state.rate() < 1) {
      String one = state.unit().replaceAll("s$", "");
      double seconds = 1 / state.rate();
      return (seconds < 10 ? String.format(Locale.ROOT, "%.1f s", seconds) : duration(seconds))
          + " a "
          + one;
    }
    String format = state.rate() < 10_000 ? "%.1f %s/s" : "%,.0f %s/s";
    return String.format(Locale.ROOT, format, state.rate(), state.unit());
  }

  /** Returns a time in words, to the second below an hour, to the minute above. */
  public static String duration(double seconds) {
    long s = Math.round(seconds);
    return s < 60
        ? s + " s"
        : s < 3600 ? s / 60 + " min " + s % 60 + " s" : s / 3600 + " h " + s % 3600 / 60 + " min";
  }

  /** Returns the words for the lowest loss so far. */
  public static String lowest(double loss, String label) {
    return "lowest loss " + Numbers.value(loss) + " (" + label + ")";
  }
}

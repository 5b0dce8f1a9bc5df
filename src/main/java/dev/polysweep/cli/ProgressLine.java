package dev.polysweep.cli;

import dev.polysweep.spark.run.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Shows progress. On a terminal, one line is redrawn again and again; elsewhere, a line is printed
 * every minute and at the end.
 */
final class ProgressLine implements Progress.Listener {

  private static final long REDRAW = 200_000_000L; // ns
  private static final long FIRST = 2_000_000_000L;
  private static final long MINUTE = 60_000_000_000L;

  private final PrintWriter out;
  private final boolean terminal;
  private final String unit;
  private long last;
  private long pause;
  private int width;

  ProgressLine(PrintWriter out, boolean terminal) {
    this(out, terminal, "cells");
  }

  /**
   * @param unit name of the things that are counted
   */
  ProgressLine(PrintWriter out, boolean terminal, String unit) {
    this.unit = unit;
    this.out = out;
    this.terminal = terminal;
    last = terminal ? 0 : System.nanoTime();
    pause = terminal ? REDRAW : FIRST;
  }

  @Override
  public synchronized void progress(Progress progress) {
    long now = System.nanoTime();
    boolean finished = progress.done() == progress.total();
    if (!finished && now - last < pause) {
      return;
    }
    last = now;
    pause = terminal ? REDRAW : Math.min(MINUTE, 2 * pause);
    String line = text(progress, unit);
    if (terminal) {
      out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
      width = line.length();
    } else {
      out.println(line);
    }
    out.flush();
  }

  /** Ends the line, so that other output starts on a new one. */
  synchronized void end() {
    if (terminal && width > 0) {
      out.println();
      out.flush();
      width = 0;
    }
  }

  private static String text(Progress p, String unit) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%,d of %,d %s", p.done(), p.total(), unit));
    line.append(
        String.format(
            Locale.ROOT, "  %.0f %%", p.total() == 0 ? 100.0 : 100.0 * p.done() / p.total()));
    String rate = p.cellsPerSecond() < 10_000 ? "  %.1f %s/s" : "  %,.0f %s/s";
    line.append(String.format(Locale.ROOT, rate, p.cellsPerSecond(), unit));
    if (p.done() < p.total() && !Double.isNaN(p.secondsLeft())) {
      line.append("  ").append(duration(p.secondsLeft())).append(" left");
    }
    if (p.failed() > 0) {
      line.append("  ").append(p.failed()).append(" failed");
    }
    if (p.diverged() > 0) {
      line.append("  ").append(p.diverged()).append(" diverged");
    }
    return line.toString();
  }

  static String duration(double seconds) {
    long s = Math.round(seconds);
    return s < 60
        ? s + " s"
        : s < 3600 ? s / 60 + " min " + s % 60 + " s" : s / 3600 + " h " + s % 3600 / 60 + " min";
  }
}

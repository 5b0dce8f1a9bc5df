package dev.polysweep.cli.output;

import dev.polysweep.report.terminal.Colours;
import dev.polysweep.report.terminal.ProgressText;
import dev.polysweep.report.terminal.ProgressText.State;
import dev.polysweep.spark.run.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Shows what a command is doing and how far it is. On a terminal, one line is redrawn again and
 * again, so that something moves even while nothing is counted; elsewhere, a line is printed at the
 * beginning of each phase, and while things are counted one every minute and at the end.
 */
public final class ProgressLine implements Progress.Listener {

  private static final long REDRAW = 100; // ms
  private static final long FIRST = 2_000_000_000L; // ns
  private static final long MINUTE = 60_000_000_000L;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final String unit;
  private final ProgressText text =
      new ProgressText(Terminal.shows('⠋'), new Colours(Terminal.coloured()));
  private Thread painter;
  private String phase = "";
  private long start = System.nanoTime();
  private State state;
  private TimeLeft left = new TimeLeft();
  private long printed;
  private long pause = FIRST;
  private int frame;
  private boolean drawn;

  /** A line that counts cells. */
  public ProgressLine(PrintWriter out, boolean terminal) {
    this(out, terminal, "cells");
  }

  /**
   * @param unit name of the things that are counted
   */
  public ProgressLine(PrintWriter out, boolean terminal, String unit) {
    this.unit = unit;
    this.out = out;
    this.terminal = terminal;
  }

  /** Begins a phase, from which the time that has passed is counted. */
  public synchronized void phase(String name) {
    phase = name;
    start = System.nanoTime();
    printed = start;
    pause = FIRST;
    state = null;
    left = new TimeLeft();
    if (!terminal) {
      out.println(name);
      out.flush();
    } else if (painter == null) {
      painter = new Thread(this::paint, "progress");
      painter.setDaemon(true);
      painter.start();
    } else {
      draw();
    }
  }

  @Override
  public synchronized void progress(Progress progress) {
    double elapsed = elapsed();
    left.at(progress.done(), progress.total(), elapsed);
    state =
        new State(
            progress.done(),
            progress.total(),
            unit,
            progress.failed(),
            progress.diverged(),
            progress.cellsPerSecond(),
            left.seconds(elapsed),
            progress.best() == null
                ? ""
                : ProgressText.lowest(progress.best().loss(), progress.best().label()));
    if (!terminal) {
      print(progress.done() == progress.total());
    }
  }

  /** Prints a line that stays, above the one that is redrawn. */
  public synchronized void note(String line) {
    clear();
    out.println(line);
    out.flush();
  }

  /** Removes the line, so that other output can follow; a new phase shows it again. */
  public synchronized void end() {
    if (painter != null) {
      painter.interrupt();
      painter = null;
    }
    clear();
  }

  private void print(boolean finished) {
    long now = System.nanoTime();
    if (!finished && now - printed < pause) {
      return;
    }
    printed = now;
    pause = Math.min(MINUTE, 2 * pause);
    StringBuilder line = new StringBuilder(ProgressText.counts(state));
    line.append(
        String.format(
            Locale.ROOT,
            "  %.0f %%",
            state.total() == 0 ? 100.0 : 100.0 * state.done() / state.total()));
    if (state.rate() > 0) {
      line.append("  ").append(ProgressText.rate(state));
    }
    line.append("  ").append(ProgressText.duration(elapsed()));
    if (!finished && !Double.isNaN(state.left())) {
      line.append("  ").append(ProgressText.duration(state.left())).append(" left");
    }
    if (state.failed() > 0) {
      line.append("  ").append(state.failed()).append(" failed");
    }
    if (state.diverged() > 0) {
      line.append("  ").append(state.diverged()).append(" diverged");
    }
    if (!state.best().isEmpty()) {
      line.append("  ").append(state.best());
    }
    out.println(line);
    out.flush();
  }

  private void paint() {
    try {
      while (isPainter()) {
        Thread.sleep(REDRAW);
      }
    } catch (InterruptedException e) {
      // The line has ended.
    }
  }

  /** Draws the line if it belongs to this thread, and returns whether it does. */
  private synchronized boolean isPainter() {
    if (Thread.currentThread() != painter) {
      return false;
    }
    frame++;
    draw();
    return true;
  }

  private void draw() {
    double elapsed = elapsed();
    int columns = Terminal.width() - 1;
    out.print(
        CLEAR
            + (state == null
                ? text.line(phase, elapsed, frame, columns)
                : text.line(phase, now(state, elapsed), elapsed, frame, columns)));
    out.flush();
    drawn = true;
  }

  /** The state, in which the time left has run down since things were last counted. */
  private State now(State s, double elapsed) {
    return new State(
        s.done(),
        s.total(),
        s.unit(),
        s.failed(),
        s.diverged(),
        s.rate(),
        left.seconds(elapsed),
        s.best());
  }

  private double elapsed() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Removes the line until it is drawn again. */
  public synchronized void clear() {
    if (drawn) {
      out.print(CLEAR);
      out.flush();
      drawn = false;
    }
  }
}

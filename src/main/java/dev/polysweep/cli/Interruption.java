package dev.polysweep.cli;

import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Handles Ctrl-C while a sweep runs: the wave that is running is dropped, complete waves are kept,
 * and a line says how to continue. The signal is handled here and not in a shutdown hook, because
 * Spark has shutdown hooks of its own, which would stop its parts at the same time.
 */
final class Interruption implements AutoCloseable {

  /** Time that an interrupted run has to clean up; a second Ctrl-C ends it at once. */
  private static final long PATIENCE = 5_000; // ms

  private static final Signal INT = new Signal("INT");

  private final PrintWriter err;
  private final Runnable first;
  private SignalHandler before;
  private volatile BooleanSupplier cancel;
  private volatile boolean happened;

  /**
   * Starts to handle interrupts, which end the run until this object is closed.
   *
   * @param first what is done first on an interrupt, before anything is printed
   */
  Interruption(PrintWriter err, Runnable first) {
    this.err = err;
    this.first = first;
    try {
      before = Signal.handle(INT, signal -> interrupt());
    } catch (IllegalArgumentException e) {
      before = null; // this machine does not deliver the signal to programs
    }
  }

  /**
   * Sets the work that an interrupt cancels from now on.
   *
   * @param cancels cancels the work and returns false if the work will not end at once, so that the
   *     process must be ended; null if there is nothing to cancel
   */
  void stops(BooleanSupplier cancels) {
    cancel = cancels;
  }

  /** Whether the run was interrupted. Exceptions that it throws from then on are to be ignored. */
  boolean happened() {
    return happened;
  }

  private void interrupt() {
    if (happened) {
      Runtime.getRuntime().halt(Polysweep.INTERRUPTED);
    }
    happened = true;
    Quiet.entirely();
    first.run();
    err.println();
    err.println("interrupted; the same command goes on after the last complete wave");
    err.flush();
    Thread impatient = new Thread(Interruption::haltLater, "interruption");
    impatient.setDaemon(true);
    impatient.start();
    BooleanSupplier cancels = cancel;
    if (cancels == null || !cancels.getAsBoolean()) {
      System.exit(Polysweep.INTERRUPTED);
    }
  }

  private static void haltLater() {
    try {
      Thread.sleep(PATIENCE);
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; if it happens all the same, it stops waiting.
    }
    Runtime.getRuntime().halt(Polysweep.INTERRUPTED);
  }

  @Override
  public void close() {
    if (before != null && !happened) {
      Signal.handle(INT, before);
    }
  }
}

package dev.polysweep.cli;

import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C while a sweep runs: the wave in flight is dropped, complete ones stay, and a line says how
 * to go on. The signal is handled here and not by a shutdown hook, because Spark has hooks of its
 * own that would take the run apart at the same time.
 */
final class Interruption implements AutoCloseable {

  /** What a run has to put its things in order; a second Ctrl-C cuts it short. */
  private static final long PATIENCE = 5_000; // ms

  private static final Signal INT = new Signal("INT");

  private final PrintWriter err;
  private SignalHandler before;
  private volatile BooleanSupplier cancel;
  private volatile boolean happened;

  /** Until closed, an interrupt of the process ends the run. */
  Interruption(PrintWriter err) {
    this.err = err;
    try {
      before = Signal.handle(INT, signal -> interrupt());
    } catch (IllegalArgumentException e) {
      before = null; // a machine that gives this signal to nobody
    }
  }

  /**
   * From now on an interrupt cancels some work.
   *
   * @param cancels cancels it; says false if the work will not end at once, so that the process is
   *     to be ended. Null for nothing to cancel.
   */
  void stops(BooleanSupplier cancels) {
    cancel = cancels;
  }

  /** Whether the run was interrupted: what it throws from then on means nothing. */
  boolean happened() {
    return happened;
  }

  private void interrupt() {
    if (happened) {
      Runtime.getRuntime().halt(Polysweep.INTERRUPTED);
    }
    happened = true;
    Quiet.entirely();
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
      // Nobody interrupts this thread; then it is not patient.
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

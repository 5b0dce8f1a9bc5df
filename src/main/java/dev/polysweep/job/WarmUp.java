package dev.polysweep.job;

import dev.polysweep.engine.Engines;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets an engine prepare this process in the background until it is closed. Without that the JIT
 * compiler would take its time from the first cells.
 */
final class WarmUp implements AutoCloseable {

  private final AtomicBoolean more = new AtomicBoolean(true);

  /**
   * Begins at once.
   *
   * @param engine name of the engine, or auto
   */
  WarmUp(String engine) {
    Thread thread = new Thread(() -> Engines.named(engine).warmUp(more::get), "warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    more.set(false);
  }
}

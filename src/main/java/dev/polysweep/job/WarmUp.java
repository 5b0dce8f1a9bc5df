package dev.polysweep.job;

import dev.polysweep.engine.Engines;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets an engine warm up this process in the background until this object is closed. Otherwise the
 * first cells would be slowed down by the JIT compiler.
 */
final class WarmUp implements AutoCloseable {

  private final AtomicBoolean more = new AtomicBoolean(true);

  /**
   * Starts to warm up at once.
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

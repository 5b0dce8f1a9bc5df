package dev.polysweep.job;

import dev.polysweep.engine.Engines;
import dev.polysweep.experiment.Experiment;
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
   * @param experiment what the engine is to train
   */
  WarmUp(String engine, Experiment<?> experiment) {
    Thread thread =
        new Thread(() -> Engines.named(engine, experiment::obstacle).warmUp(more::get), "warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    more.set(false);
  }
}

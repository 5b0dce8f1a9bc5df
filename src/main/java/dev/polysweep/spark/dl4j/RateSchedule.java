package dev.polysweep.spark.dl4j;

import dev.polysweep.engine.sae.SaeOptimizer;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * The learning rate of an optimiser as Deeplearning4j asks for it: by iteration, counted from 0,
 * and multiplied by √workers. The gradient of one worker's part of a batch has √workers times the
 * noise of the whole batch's gradient, and Adam divides its step by that noise; the average over
 * workers, however, has only the noise of the whole batch.
 */
final class RateSchedule implements ISchedule {
  private static final long serialVersionUID = 1L;

  private final SaeOptimizer optimizer;
  private final double factor;

  RateSchedule(SaeOptimizer optimizer, int workers) {
    this.optimizer = optimizer;
    factor = Math.sqrt(workers);
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    return factor * optimizer.rate(iteration);
  }

  @Override
  public ISchedule clone() {
    return this; // it has no state
  }
}

package dev.polysweep.spark.dl4j;

import dev.polysweep.engine.SaeOptimizer;
import org.nd4j.linalg.schedule.ISchedule;

/** The learning rate of an optimiser as Deeplearning4j asks for it: by iteration, from 0. */
final class RateSchedule implements ISchedule {
  private static final long serialVersionUID = 1L;

  private final SaeOptimizer optimizer;

  RateSchedule(SaeOptimizer optimizer) {
    this.optimizer = optimizer;
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    return optimizer.rate(iteration);
  }

  @Override
  public ISchedule clone() {
    return this; // it has no state
  }
}

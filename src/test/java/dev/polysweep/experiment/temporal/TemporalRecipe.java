package dev.polysweep.experiment.temporal;

import dev.polysweep.engine.net.TrainingPlan;

/** What the temporal experiment trains, for measurements of engines. */
public final class TemporalRecipe {

  private TemporalRecipe() {}

  /** The network of a cell. */
  public static TrainingPlan mlp(TemporalConfig config, long seed) {
    return TemporalPlans.mlp(config, seed);
  }
}

package dev.polysweep.experiment.toy;

import dev.polysweep.engine.net.TrainingPlan;

/** What the toy experiment trains, for measurements of engines. */
public final class ToyRecipe {

  private ToyRecipe() {}

  /** The model of a cell. */
  public static TrainingPlan plan(ToyConfig config, long seed) {
    return ToyPlans.plan(config, seed, 0);
  }
}

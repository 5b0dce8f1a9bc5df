package dev.polysweep.experiment.taming;

import dev.polysweep.engine.net.TrainingPlan;

/** What the taming experiment trains, for measurements of engines. */
public final class TamingRecipe {

  private TamingRecipe() {}

  /** The network of a cell. */
  public static TrainingPlan mlp(TamingConfig config, long seed) {
    return TamingPlans.mlp(config, TamingData.draw(config.data(), seed), seed);
  }

  /** The floating-point operations of a whole run. */
  public static double flop(TrainingPlan plan) {
    return TamingBenchmark.flop(plan.network()) * plan.data().samples() * plan.steps();
  }
}

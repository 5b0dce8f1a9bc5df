package dev.polysweep.experiment.taming;

import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;

/** What the taming experiment trains, for measurements of engines. */
public final class TamingRecipe {

  private TamingRecipe() {}

  /** The network of a cell. */
  public static TrainingPlan mlp(TamingConfig config, long seed) {
    return TamingPlans.mlp(config, TamingData.draw(config.data(), seed), seed);
  }

  /** The autoencoder of a cell, on activations drawn at random. */
  public static TrainingPlan sae(TamingConfig config, long seed) {
    float[] acts = new float[config.data().training() * config.mlp().hidden()];
    new RandomStream(seed, StreamId.DATA).nextGaussians(acts);
    for (int i = 0; i < acts.length; i++) {
      acts[i] = Math.max(0, acts[i]);
    }
    int rows = config.data().training();
    return TamingPlans.sae(config, new Matrix(rows, config.mlp().hidden(), acts), seed);
  }

  /** The floating-point operations of a whole run. */
  public static double flop(TrainingPlan plan) {
    return TamingBenchmark.flop(plan.network()) * plan.data().samples() * plan.steps();
  }
}

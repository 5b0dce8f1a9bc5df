package dev.polysweep.engine.sae;

import dev.polysweep.engine.net.OptimizerSpec;
import java.io.Serializable;

/**
 * Adam (Kingma and Ba 2015) as PyTorch computes it, with a rate that rises linearly over the first
 * steps and falls linearly to 0 over the last ones. Step t counts from 0; the factor of the rate is
 * min(1, (t + 1)/warmUpSteps, (steps − t)/decaySteps), never below 0.
 *
 * @param lr learning rate
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param eps ε, added to the square root of the second moment
 * @param steps number of steps of the whole training, at whose end the decay ends
 * @param warmUpSteps number of steps over which the rate rises; 0 for none
 * @param decaySteps number of steps over which the rate falls; 0 for none
 */
public record SaeOptimizer(
    double lr, double beta1, double beta2, double eps, int steps, int warmUpSteps, int decaySteps)
    implements Serializable {

  /**
   * @throws IllegalArgumentException if the rate is not above 0 or a number of steps is negative
   */
  public SaeOptimizer {
    if (!(lr > 0)) {
      throw new IllegalArgumentException("lr must be above 0, not " + lr);
    }
    if (steps < 0 || warmUpSteps < 0 || decaySteps < 0) {
      throw new IllegalArgumentException(
          "steps must not be negative: " + steps + ", " + warmUpSteps + ", " + decaySteps);
    }
  }

  /** Adam with PyTorch's defaults and a constant rate. */
  public static SaeOptimizer adam(double lr) {
    return new SaeOptimizer(
        lr, OptimizerSpec.BETA_1, OptimizerSpec.BETA_2, OptimizerSpec.EPS, Integer.MAX_VALUE, 0, 0);
  }

  /** This optimiser with a schedule of the learning rate. */
  public SaeOptimizer over(int allSteps, int warmUp, int decay) {
    return new SaeOptimizer(lr, beta1, beta2, eps, allSteps, warmUp, decay);
  }

  /** The learning rate of a step, counted from 0. */
  public double rate(int step) {
    double factor = Math.min(1, warmUp(step, warmUpSteps));
    if (decaySteps > 0) {
      factor = Math.min(factor, ((double) steps - step) / decaySteps);
    }
    return lr * Math.max(0, factor);
  }

  /** The factor of a linear warm-up at step t, counted from 0: min(1, (t + 1)/warmUpSteps). */
  public static double warmUp(int step, int warmUpSteps) {
    return step + 1 < warmUpSteps ? (step + 1.0) / warmUpSteps : 1;
  }
}

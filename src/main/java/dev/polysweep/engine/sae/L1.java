package dev.polysweep.engine.sae;

/**
 * ReLU with an L1 penalty (Bricken et al. 2023): a = max(z, 0), and coefficient·Σ_f a_f is added to
 * the loss.
 *
 * @param coefficient {@code l1_coefficient}, at least 0
 * @param warmUpSteps steps over which the coefficient rises linearly from 0, at least 0
 */
public record L1(double coefficient, int warmUpSteps) implements SaeArchitecture {

  /**
   * @throws IllegalArgumentException if a setting is negative or not finite
   */
  public L1 {
    SaeArchitecture.requireNonNegative("coefficient", coefficient);
    SaeArchitecture.requireNonNegative("warmUpSteps", warmUpSteps);
  }

  @Override
  public SaeSelection training() {
    return SaeSelection.Above.ZERO;
  }

  @Override
  public double coefficient(int step) {
    return coefficient * SaeOptimizer.warmUp(step, warmUpSteps);
  }

  @Override
  public float penalty(ActiveLatents latents, int from, int to) {
    float sum = 0;
    for (int j = from; j < to; j++) {
      sum += latents.act[j];
    }
    return sum;
  }

  @Override
  public void gate(ActiveLatents latents, int end, float slope, float[] theta) {
    for (int j = 0; j < end; j++) {
      latents.grad[j] += slope;
    }
  }

  @Override
  public TrainedSae trained(SaeParameters parameters) {
    return TrainedSae.relu(parameters);
  }

  @Override
  public String saeLensName() {
    return "standard";
  }
}

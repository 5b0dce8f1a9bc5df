package dev.polysweep.engine.sae;

import java.util.OptionalDouble;

/**
 * A learned threshold θ_f = exp(log θ_f) for each latent (Rajamanoharan et al. 2024): a = z where z
 * &gt; θ, else 0, and coefficient·#{f : z_f &gt; θ_f} is added to the loss. Gradients of θ are the
 * paper's straight-through estimates with the rectangle K(u) = [|u| &lt; ½]: ∂a/∂θ = −(θ/ε)·K((z −
 * θ)/ε) and ∂[z &gt; θ]/∂θ = −(1/ε)·K((z − θ)/ε).
 *
 * @param coefficient {@code l0_coefficient}, at least 0
 * @param warmUpSteps steps over which the coefficient rises linearly from 0, at least 0
 * @param bandwidth ε, above 0
 * @param initialThreshold θ of every latent at the start, above 0
 */
public record JumpRelu(
    double coefficient, int warmUpSteps, double bandwidth, double initialThreshold)
    implements SaeArchitecture {

  /**
   * @throws IllegalArgumentException if a setting is out of its range
   */
  public JumpRelu {
    SaeArchitecture.requireNonNegative("coefficient", coefficient);
    SaeArchitecture.requireNonNegative("warmUpSteps", warmUpSteps);
    SaeArchitecture.requirePositive("bandwidth", bandwidth);
    SaeArchitecture.requirePositive("initialThreshold", initialThreshold);
  }

  @Override
  public SaeParameters start(SaeParameters initial) {
    if (initial.threshold() == null) {
      return initial.withThreshold(initialThreshold);
    }
    for (float theta : initial.threshold()) {
      if (!(theta > 0)) {
        throw new IllegalArgumentException("thresholds must be above 0, not " + theta);
      }
    }
    return initial;
  }

  @Override
  public boolean learnsThresholds() {
    return true;
  }

  @Override
  public SaeSelection training() {
    return new SaeSelection.AboveThreshold((float) (bandwidth / 2));
  }

  @Override
  public SaeSelection evaluation(double[] memory, int round) {
    return new SaeSelection.AboveThreshold(0);
  }

  @Override
  public double coefficient(int step) {
    return coefficient * SaeOptimizer.warmUp(step, warmUpSteps);
  }

  @Override
  public float penalty(ActiveLatents latents, int from, int to) {
    int count = 0;
    for (int j = from; j < to; j++) {
      count += latents.act[j] > 0 ? 1 : 0;
    }
    return count;
  }

  @Override
  public void gate(ActiveLatents latents, int end, float slope, float[] theta) {
    float width = (float) bandwidth;
    for (int j = 0; j < end; j++) {
      float threshold = theta[latents.latent[j]];
      boolean near = Math.abs(latents.gate[j] - threshold) < width / 2;
      latents.gate[j] = near ? -(threshold * latents.grad[j] + slope) / width : 0;
      latents.grad[j] = latents.act[j] > 0 ? latents.grad[j] : 0;
    }
  }

  /**
   * The initial threshold. A latent that was silent because of its threshold would stay silent if
   * it kept it.
   */
  @Override
  public OptionalDouble resampledThreshold() {
    return OptionalDouble.of(initialThreshold);
  }

  @Override
  public TrainedSae trained(SaeParameters parameters) {
    return TrainedSae.jumpRelu(parameters);
  }

  @Override
  public String saeLensName() {
    return "jumprelu";
  }
}

package dev.polysweep.engine.sae;

import java.util.OptionalDouble;

/**
 * ProLU (Taggart 2024): with m = (x − b_dec)·W_enc and a bias b for each latent, a = m where m &gt;
 * 0 and m + b &gt; 0, else 0. So the bias decides whether a latent is active and does not change
 * what it says. L1 is added to the loss as in {@link L1}. Here the thresholds θ = −b are learned,
 * as they are, and b_enc stays 0; once trained, it is a JumpReLU.
 *
 * @param coefficient {@code l1_coefficient}, at least 0
 * @param warmUpSteps steps over which the coefficient rises linearly from 0, at least 0
 * @param gradient the gradient that b is given, which has none of its own almost everywhere
 */
public record ProLu(double coefficient, int warmUpSteps, Gradient gradient)
    implements SaeArchitecture {

  /** Gradients, with ∂L/∂a = g where a latent is active; elsewhere they are 0. */
  public enum Gradient {
    /** That of ReLU(m + b): ∂m = g, ∂b = g. */
    RELU,
    /** The straight-through estimate of m·[m + b &gt; 0]: ∂m = g + g·m, ∂b = g·m. */
    STRAIGHT_THROUGH
  }

  /** z &gt; θ and z &gt; 0; {@code gate} holds z. */
  private record Open() implements SaeSelection {
    @Override
    public int select(float[] z, int from, int dSae, float[] theta, ActiveLatents out, int size) {
      out.reserve(size + dSae + 1);
      int n = size;
      for (int f = 0; f < dSae; f++) {
        float value = z[from + f];
        out.latent[n] = f;
        out.act[n] = value;
        out.gate[n] = value;
        n += value > 0 && value > theta[f] ? 1 : 0;
      }
      return n;
    }
  }

  /**
   * @throws IllegalArgumentException if a setting is out of its range
   */
  public ProLu {
    SaeArchitecture.requireNonNegative("coefficient", coefficient);
    SaeArchitecture.requireNonNegative("warmUpSteps", warmUpSteps);
  }

  @Override
  public SaeParameters start(SaeParameters initial) {
    return initial.threshold() == null ? initial.withThreshold(0) : initial;
  }

  @Override
  public boolean learnsThresholds() {
    return true;
  }

  @Override
  public boolean logarithmicThresholds() {
    return false;
  }

  @Override
  public boolean trainsBias() {
    return false;
  }

  @Override
  public SaeSelection training() {
    return new Open();
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
      float g = latents.grad[j] + slope;
      float through = gradient == Gradient.RELU ? g : g * latents.gate[j];
      latents.gate[j] = -through;
      latents.grad[j] = gradient == Gradient.RELU ? g : g + through;
    }
  }

  /** 0, the bias that resampling gives to any latent. */
  @Override
  public OptionalDouble resampledThreshold() {
    return OptionalDouble.of(0);
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

package dev.polysweep.engine.sae;

/**
 * ReLU with the penalty coefficient·Σ_f a_f^p, whose p falls from 1 (Karvonen et al. 2024). From
 * step {@code from} to step {@code to} p takes {@code updates} values, linearly from 1 to {@code
 * lastP}, at equal distances. With each new p the coefficient is rescaled so that the mean of the
 * penalty over the last 10 steps stays what it was.
 *
 * @param coefficient coefficient at p = 1, at least 0
 * @param warmUpSteps steps over which the coefficient rises linearly from 0, at least 0
 * @param lastP p at the end, in (0, 1]
 * @param from first step at which p may change
 * @param to step at which p reaches its last value
 * @param updates number of values of p, at least 2
 * @param p the penalty's exponent at this step
 */
public record PAnneal(
    double coefficient, int warmUpSteps, double lastP, int from, int to, int updates, double p)
    implements SaeArchitecture {

  private static final int RECENT = 10;

  /** In the memory: the coefficient's factor, then the recent penalties with p and the next p. */
  private static final int FACTOR = 0;

  private static final float TINY = 1e-6f; // keeps the slope p·a^(p − 1) finite

  /**
   * @throws IllegalArgumentException if a setting is out of its range
   */
  public PAnneal {
    SaeArchitecture.requireNonNegative("coefficient", coefficient);
    SaeArchitecture.requireNonNegative("warmUpSteps", warmUpSteps);
    if (!(lastP > 0 && lastP <= 1)) {
      throw new IllegalArgumentException("lastP must be in (0, 1], not " + lastP);
    }
    if (updates < 2 || to < from || from < 0) {
      throw new IllegalArgumentException(
          "p cannot take " + updates + " values from step " + from + " to step " + to);
    }
  }

  /** The architecture at its start. */
  public PAnneal(double coefficient, int warmUpSteps, double lastP, int from, int to, int updates) {
    this(coefficient, warmUpSteps, lastP, from, to, updates, 1);
  }

  /** The number of the value of p, from 0, that a step uses. */
  private int stage(int step) {
    if (step < from) {
      return 0;
    }
    return to == from
        ? updates - 1
        : (int) Math.min(updates - 1L, (long) (updates - 1) * (step - from) / (to - from));
  }

  private double value(int stage) {
    return 1 + (lastP - 1) * stage / (updates - 1);
  }

  @Override
  public PAnneal at(int step, double[] memory) {
    return new PAnneal(
        coefficient * memory[FACTOR], warmUpSteps, lastP, from, to, updates, value(stage(step)));
  }

  @Override
  public double[] memory() {
    double[] memory = new double[1 + 2 * RECENT];
    memory[FACTOR] = 1;
    return memory;
  }

  /** Before p changes, remembers the penalty with this p and with the next one. */
  @Override
  public void remember(double[] memory, SaeStep step) {
    int stage = stage(step.number());
    if (stage == updates - 1) {
      return;
    }
    int slot = 1 + 2 * (step.number() % RECENT);
    memory[slot] = step.mean((latents, a, b) -> power(latents, a, b, value(stage)));
    memory[slot + 1] = step.mean((latents, a, b) -> power(latents, a, b, value(stage + 1)));
    if (stage(step.number() + 1) > stage) {
      double now = 0;
      double next = 0;
      for (int i = 1; i < memory.length; i += 2) {
        now += memory[i];
        next += memory[i + 1];
        memory[i] = 0;
        memory[i + 1] = 0;
      }
      memory[FACTOR] *= next > 0 ? now / next : 1;
    }
  }

  private static double power(ActiveLatents latents, int from, int to, double p) {
    double sum = 0;
    for (int j = from; j < to; j++) {
      sum += p == 1 ? latents.act[j] : StrictMath.pow(latents.act[j], p);
    }
    return sum;
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
    return (float) power(latents, from, to, p);
  }

  @Override
  public void gate(ActiveLatents latents, int end, float slope, float[] theta) {
    for (int j = 0; j < end; j++) {
      double steep = p == 1 ? 1 : p * StrictMath.pow(Math.max(latents.act[j], TINY), p - 1);
      latents.grad[j] += (float) (slope * steep);
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

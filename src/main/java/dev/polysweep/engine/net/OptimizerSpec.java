package dev.polysweep.engine.net;

import java.io.Serializable;

/**
 * An optimiser and its settings, each with the meaning that it has in PyTorch.
 *
 * @param kind update rule
 * @param lr learning rate
 * @param beta1 decay rate β₁ of the first moment
 * @param beta2 decay rate β₂ of the second moment
 * @param eps ε, which is added to the square root of the second moment
 * @param weightDecay weight decay λ on all parameters; coupled (λ·p is added to the gradient) for
 *     {@code ADAM} and {@code SGD}, decoupled (p ← p − lr·λ·p before the step) for {@code ADAMW}
 * @param schedule course of the learning rate over the run
 * @param clipNorm largest 2-norm of the gradient of all parameters together, as in
 *     torch.nn.utils.clip_grad_norm_: before weight decay, the gradient is scaled by clipNorm/(norm
 *     + 1e-6) if that is below 1; 0 for no clipping
 * @param warmup number of first steps over which the learning rate rises linearly to its
 *     schedule's; 0 for none
 * @param biases what is different for biases, which PyTorch would have as a parameter group
 */
public record OptimizerSpec(
    Kind kind,
    double lr,
    double beta1,
    double beta2,
    double eps,
    double weightDecay,
    Schedule schedule,
    double clipNorm,
    int warmup,
    Biases biases)
    implements Serializable {

  /** PyTorch's default of the decay rate β₁ of Adam's first moment. */
  public static final double BETA_1 = 0.9;

  /** PyTorch's default of the decay rate β₂ of Adam's second moment. */
  public static final double BETA_2 = 0.999;

  /** PyTorch's default of Adam's ε. */
  public static final double EPS = 1e-8;

  /** The update rules, in the order in which settings list them. */
  public enum Kind {
    SGD,
    ADAM,
    ADAMW
  }

  /**
   * How the optimiser of biases differs from that of weights.
   *
   * @param lrFactor learning rate of biases over that of weights
   * @param decayFactor weight decay of biases over that of weights; 0 for decay of weights alone
   */
  public record Biases(double lrFactor, double decayFactor) implements Serializable {
    /** Biases are trained as weights are. */
    public static final Biases AS_WEIGHTS = new Biases(1, 1);
  }

  /** The schedules of the learning rate at step t of T, with t counted from 0. */
  public enum Schedule {
    /** The learning rate is lr throughout. */
    CONSTANT,
    /** The learning rate is lr·(1 + cos(πt/T))/2. */
    COSINE
  }

  /**
   * The optimiser with the given update rule and PyTorch's defaults: {@link #BETA_1}, {@link
   * #BETA_2} and {@link #EPS}, a constant learning rate, no weight decay and no clipping. Plain
   * gradient descent ignores β₁, β₂ and ε.
   */
  public static OptimizerSpec of(Kind kind, double lr) {
    return new OptimizerSpec(
        kind, lr, BETA_1, BETA_2, EPS, 0, Schedule.CONSTANT, 0, 0, Biases.AS_WEIGHTS);
  }

  /**
   * Adam with PyTorch's defaults: β₁ = 0.9, β₂ = 0.999, ε = 1e-8, a constant learning rate, no
   * weight decay and no clipping.
   */
  public static OptimizerSpec adam(double lr) {
    return of(Kind.ADAM, lr);
  }

  /** Plain gradient descent with a constant learning rate. */
  public static OptimizerSpec sgd(double lr) {
    return of(Kind.SGD, lr);
  }

  /**
   * The same optimiser with weight decay, which is decoupled for {@code ADAMW} and coupled
   * otherwise.
   */
  public OptimizerSpec withWeightDecay(double decay) {
    return new OptimizerSpec(
        kind, lr, beta1, beta2, eps, decay, schedule, clipNorm, warmup, biases);
  }

  /** The same optimiser with clipping of the gradient norm. */
  public OptimizerSpec withClipNorm(double norm) {
    return new OptimizerSpec(
        kind, lr, beta1, beta2, eps, weightDecay, schedule, norm, warmup, biases);
  }

  /** The same optimiser with another schedule of the learning rate. */
  public OptimizerSpec withSchedule(Schedule other) {
    return new OptimizerSpec(
        kind, lr, beta1, beta2, eps, weightDecay, other, clipNorm, warmup, biases);
  }

  /** The same optimiser with a linear warm-up of the learning rate over the first steps. */
  public OptimizerSpec withWarmup(int steps) {
    return new OptimizerSpec(
        kind, lr, beta1, beta2, eps, weightDecay, schedule, clipNorm, steps, biases);
  }

  /** The same optimiser with something different for biases. */
  public OptimizerSpec withBiases(Biases other) {
    return new OptimizerSpec(
        kind, lr, beta1, beta2, eps, weightDecay, schedule, clipNorm, warmup, other);
  }

  /** The optimiser of biases, with their own learning rate and weight decay. */
  public OptimizerSpec ofBiases() {
    return new OptimizerSpec(
        kind,
        lr * biases.lrFactor,
        beta1,
        beta2,
        eps,
        weightDecay * biases.decayFactor,
        schedule,
        clipNorm,
        warmup,
        Biases.AS_WEIGHTS);
  }

  /**
   * The learning rate of a step: that of the schedule, times (t + 1)/warmup in a warm-up.
   *
   * @param step number t of the step, from 0
   * @param total number T of steps of the whole run; later steps have the rate of the last
   */
  public double rate(int step, int total) {
    double progress = Math.min(1.0, step / (double) total);
    double scheduled =
        schedule == Schedule.COSINE ? lr * (1 + StrictMath.cos(StrictMath.PI * progress)) / 2 : lr;
    return step + 1 < warmup ? scheduled * (step + 1) / warmup : scheduled;
  }

  /** Whether the learning rate differs between steps. */
  public boolean scheduled() {
    return schedule != Schedule.CONSTANT || warmup > 1;
  }

  /** The coefficient λ of λ·p, which coupled weight decay adds to the gradient; 0 for AdamW. */
  public double coupledDecay() {
    return kind == Kind.ADAMW ? 0 : weightDecay;
  }
}

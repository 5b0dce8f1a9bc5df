package dev.polysweep.engine.net;

import java.io.Serializable;

/**
 * An optimiser and its settings, with PyTorch's meaning of each.
 *
 * @param kind rule
 * @param lr learning rate
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param eps added to the root of the second moment
 * @param weightDecay coupled (added to the gradient, λ·p) for {@code ADAM} and {@code SGD},
 *     decoupled (p ← p − lr·λ·p before the step) for {@code ADAMW}; on all parameters, biases
 *     included
 * @param schedule how the learning rate goes over the run
 * @param clipNorm largest 2-norm of the gradient of all parameters together, as
 *     torch.nn.utils.clip_grad_norm_ (scaled by clipNorm/(norm + 1e-6) when that is below 1),
 *     before weight decay; 0 for no clipping
 */
public record OptimizerSpec(
    Kind kind,
    double lr,
    double beta1,
    double beta2,
    double eps,
    double weightDecay,
    Schedule schedule,
    double clipNorm)
    implements Serializable {

  /** Decay of Adam's first moment that PyTorch takes by default. */
  public static final double BETA_1 = 0.9;

  /** Decay of Adam's second moment that PyTorch takes by default. */
  public static final double BETA_2 = 0.999;

  /** Adam's ε that PyTorch takes by default. */
  public static final double EPS = 1e-8;

  /** Optimisers, in the order in which settings list them. */
  public enum Kind {
    SGD,
    ADAM,
    ADAMW
  }

  /** Learning-rate schedules: step t of T, from 0. */
  public enum Schedule {
    /** lr. */
    CONSTANT,
    /** lr·(1 + cos(πt/T))/2. */
    COSINE
  }

  /**
   * A rule with PyTorch's defaults: {@link #BETA_1}, {@link #BETA_2} and {@link #EPS} where it is
   * Adam's or AdamW's, a constant rate, no decay, no clipping.
   */
  public static OptimizerSpec of(Kind kind, double lr) {
    return new OptimizerSpec(kind, lr, BETA_1, BETA_2, EPS, 0, Schedule.CONSTANT, 0);
  }

  /** Adam with PyTorch's defaults. */
  public static OptimizerSpec adam(double lr) {
    return of(Kind.ADAM, lr);
  }

  /** Plain gradient descent with a constant rate. */
  public static OptimizerSpec sgd(double lr) {
    return of(Kind.SGD, lr);
  }

  /** The same with coupled or decoupled (ADAMW) weight decay. */
  public OptimizerSpec withWeightDecay(double decay) {
    return new OptimizerSpec(kind, lr, beta1, beta2, eps, decay, schedule, clipNorm);
  }

  /** The same with gradient-norm clipping. */
  public OptimizerSpec withClipNorm(double norm) {
    return new OptimizerSpec(kind, lr, beta1, beta2, eps, weightDecay, schedule, norm);
  }

  /** The same with another schedule. */
  public OptimizerSpec withSchedule(Schedule other) {
    return new OptimizerSpec(kind, lr, beta1, beta2, eps, weightDecay, other, clipNorm);
  }
}

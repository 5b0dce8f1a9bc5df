package dev.polysweep.engine.net;

import java.util.List;

/**
 * {@link OptimizerSpec}'s rules in double precision, as torch.optim's Adam, AdamW and SGD. Every
 * gradient (with its coupled decay) is that of the values before the step; the steps are then
 * applied one parameter after another, so parameters that share one storage each add theirs.
 *
 * @param spec settings
 * @param totalSteps T of the learning-rate schedule
 */
record ReferenceOptimizer(OptimizerSpec spec, int totalSteps) {

  /** Updates values and state of all parameters from their gradients; step counts from 0. */
  void update(List<ReferenceParameter> parameters, int step) {
    clip(parameters);
    if (spec.kind() != OptimizerSpec.Kind.ADAMW) {
      for (ReferenceParameter p : parameters) {
        for (int i = 0; i < p.values.length; i++) {
          p.gradient[i] += decay(p) * p.values[i];
        }
      }
    }
    for (ReferenceParameter p : parameters) {
      double lr = learningRate(step) * (p.bias ? spec.biases().lrFactor() : 1);
      if (spec.kind() == OptimizerSpec.Kind.SGD) {
        descend(p, lr);
      } else {
        adam(p, lr);
      }
    }
  }

  private double decay(ReferenceParameter p) {
    return spec.weightDecay() * (p.bias ? spec.biases().decayFactor() : 1);
  }

  /** lr, or lr·(1 + cos(πt/T))/2, and in a warm-up of w steps (t + 1)/w of it. */
  private double learningRate(int step) {
    double rising = spec.warmup() == 0 ? 1 : Math.min(1, (step + 1.0) / spec.warmup());
    return rising * scheduled(step);
  }

  private double scheduled(int step) {
    return switch (spec.schedule()) {
      case CONSTANT -> spec.lr();
      case COSINE -> spec.lr() * (1 + StrictMath.cos(StrictMath.PI * step / totalSteps)) / 2;
    };
  }

  /** g ← g·min(1, c/(‖g‖ + 1e-6)), the norm taken over all parameters together. */
  private void clip(List<ReferenceParameter> parameters) {
    if (spec.clipNorm() == 0) {
      return;
    }
    double squares = 0;
    for (ReferenceParameter p : parameters) {
      for (double g : p.gradient) {
        squares += g * g;
      }
    }
    double scale = Math.min(1, spec.clipNorm() / (Math.sqrt(squares) + 1e-6));
    for (ReferenceParameter p : parameters) {
      for (int i = 0; i < p.gradient.length; i++) {
        p.gradient[i] *= scale;
      }
    }
  }

  /** p ← p − lr·g. */
  private static void descend(ReferenceParameter p, double lr) {
    for (int i = 0; i < p.values.length; i++) {
      p.values[i] -= lr * p.gradient[i];
    }
  }

  /**
   * m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², p ← p − lr/(1 − β₁ᵗ)·m/(√v/√(1 − β₂ᵗ) + ε); for
   * ADAMW p ← p − lr·λ·p before that.
   */
  private void adam(ReferenceParameter p, double lr) {
    p.updates++;
    double stepSize = lr / (1 - StrictMath.pow(spec.beta1(), p.updates));
    double correction2 = Math.sqrt(1 - StrictMath.pow(spec.beta2(), p.updates));
    for (int i = 0; i < p.values.length; i++) {
      double g = p.gradient[i];
      p.moment1[i] = spec.beta1() * p.moment1[i] + (1 - spec.beta1()) * g;
      p.moment2[i] = spec.beta2() * p.moment2[i] + (1 - spec.beta2()) * g * g;
      if (spec.kind() == OptimizerSpec.Kind.ADAMW) {
        p.values[i] -= lr * decay(p) * p.values[i];
      }
      p.values[i] -= stepSize * p.moment1[i] / (Math.sqrt(p.moment2[i]) / correction2 + spec.eps());
    }
  }
}

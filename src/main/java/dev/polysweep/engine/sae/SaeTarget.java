package dev.polysweep.engine.sae;

import java.io.Serializable;

/**
 * A controller that makes an architecture with a coefficient reach a wished mean number of active
 * latents, L0, as that of SynthSAEBench does (Chanin and Garriga-Alonso 2026). It multiplies the
 * coefficient with a factor that starts at 1. Every step it smooths L0, s ← .99·s + .01·L0 (the
 * first L0 starts it), and its rate, r ← .95·r + .05·Δs. From the start step on, with e = s − l0,
 * the factor is multiplied with 1 ± gain·c·tanh(10·|e|/l0), up where e &gt; 0, where c is 0.01
 * while the error shrinks (e·r &lt; 0) and 1 otherwise; it stays in [0.01, 100]. The factor of a
 * step is the one that the step before left.
 *
 * @param l0 wished L0, above 0
 * @param startStep first step, from 0, after which the factor changes
 * @param gain 3e-4 in the source
 */
public record SaeTarget(double l0, int startStep, double gain) implements Serializable {

  private static final double SMOOTHING = 0.99;
  private static final double RATE_SMOOTHING = 0.95;
  private static final double CONVERGING = 0.01;
  private static final double STEEPNESS = 10;
  private static final double LEAST = 0.01;
  private static final double MOST = 100;

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public SaeTarget {
    SaeArchitecture.requirePositive("l0", l0);
    SaeArchitecture.requireNonNegative("startStep", startStep);
    SaeArchitecture.requirePositive("gain", gain);
  }

  /**
   * What the controller remembers.
   *
   * @param factor factor of the coefficient
   * @param smoothed smoothed L0; NaN before the first step
   * @param rate smoothed change of it
   */
  public record State(double factor, double smoothed, double rate) implements Serializable {

    /** Before the first step; also the state without a controller. */
    public static final State START = new State(1, Double.NaN, 0);
  }

  /**
   * The state after a step.
   *
   * @param step number of the step, from 0
   * @param batchL0 mean number of active latents of its samples
   */
  public State after(State before, int step, double batchL0) {
    boolean first = Double.isNaN(before.smoothed);
    double smoothed = first ? batchL0 : SMOOTHING * before.smoothed + (1 - SMOOTHING) * batchL0;
    double rate =
        first
            ? 0
            : RATE_SMOOTHING * before.rate + (1 - RATE_SMOOTHING) * (smoothed - before.smoothed);
    double error = smoothed - l0;
    if (step < startStep || error == 0) {
      return new State(before.factor, smoothed, rate);
    }
    double change =
        gain
            * (error * rate < 0 ? CONVERGING : 1)
            * StrictMath.tanh(STEEPNESS * Math.abs(error) / l0);
    double factor = before.factor * (error > 0 ? 1 + change : 1 - change);
    return new State(Math.max(LEAST, Math.min(MOST, factor)), smoothed, rate);
  }
}

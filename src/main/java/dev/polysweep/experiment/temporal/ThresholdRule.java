package dev.polysweep.experiment.temporal;

import java.util.Optional;

/**
 * The rule by which the policies threshold, adaptive and placebo fire, after three measurements,
 * with trend = psi[-1] − psi[-3]: psi above the threshold calls for {@code weight_reset} if the
 * trend is above 0.1, else for {@code orthogonal_reset}; otherwise a trend above 0.05 calls for
 * {@code noise_injection}. It does not fire on an undefined PSI.
 *
 * @param threshold PSI above which weights are reset
 */
record ThresholdRule(double threshold) {

  private static final double STEEP = 0.1;
  private static final double RISING = 0.05;

  /** The kind of intervention that the rule calls for; empty if it does not fire. */
  Optional<InterventionKind> kind(Trajectory psi) {
    double trend = psi.trend();
    if (psi.size() < Trajectory.NEEDED || Double.isNaN(trend)) {
      return Optional.empty();
    }
    if (psi.back(1) > threshold) {
      return Optional.of(
          trend > STEEP ? InterventionKind.WEIGHT_RESET : InterventionKind.ORTHOGONAL_RESET);
    }
    return trend > RISING ? Optional.of(InterventionKind.NOISE_INJECTION) : Optional.empty();
  }
}

package dev.polysweep.experiment.temporal;

import dev.polysweep.data.ScheduledGroups;
import dev.polysweep.engine.net.ModelState;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.temporal.TemporalConfig.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One cell while it runs: its PSI so far, its autoencoder, and the interventions in its network.
 */
final class TemporalCell {

  final CellRun<TemporalConfig> run;
  final TemporalConfig config;
  final ScheduledGroups data;
  final PsiMeter meter;
  final Trajectory psi = new Trajectory();
  final List<Done> done = new ArrayList<>();

  /** The autoencoder after the last measurement; null before the first. */
  ModelState sae;

  private final Map<Integer, Intervention> planned;
  private final ThresholdRule rule;
  private final AdaptiveChoice adaptive = new AdaptiveChoice();

  /**
   * An intervention that was made, or a placebo.
   *
   * @param measurements number of measurements of PSI before the intervention
   */
  record Done(int epoch, Intervention what, double before, double after, int measurements) {

    /**
     * The effectiveness (before − after)/before; NaN if either PSI is undefined or {@code before}
     * is 0.
     */
    double effectiveness() {
      return effectiveness(after);
    }

    double effectiveness(double later) {
      return before == 0 ? Double.NaN : (before - later) / before;
    }
  }

  /**
   * @param planned interventions by epoch, for the policies that have a plan
   */
  TemporalCell(CellRun<TemporalConfig> run, Map<Integer, Intervention> planned) {
    this.run = run;
    this.planned = planned;
    config = run.config();
    data = TemporalPlans.data(config, run.seed());
    meter = new PsiMeter(config, data, run.seed());
    rule = new ThresholdRule(config.intervention().threshold());
  }

  /** Whether PSI is measured after an epoch. */
  boolean measures(int epoch) {
    return epoch % config.measureEvery() == 0;
  }

  /**
   * Whether an intervention is allowed after an epoch. None is allowed after the last epoch, since
   * no training would follow.
   */
  boolean mayIntervene(int epoch) {
    return epoch < config.epochs()
        && (planned.containsKey(epoch) || fires() && epoch % config.checkEvery() == 0);
  }

  private boolean fires() {
    return config.policy() == Policy.THRESHOLD
        || config.policy() == Policy.ADAPTIVE
        || config.policy() == Policy.PLACEBO;
  }

  /** The intervention that the policy calls for after an epoch, if any. */
  Optional<Intervention> decide(int epoch) {
    if (!mayIntervene(epoch)) {
      return Optional.empty();
    }
    if (!fires()) {
      return Optional.of(planned.get(epoch));
    }
    return rule.kind(psi)
        .map(kind -> config.policy() == Policy.ADAPTIVE ? adaptive.choose(kind) : kind)
        .map(kind -> new Intervention(kind, config.intervention().strength()));
  }

  /** Records an intervention after an epoch, with the PSI before and after it. */
  void did(int epoch, Intervention what, double before, double after) {
    Done made = new Done(epoch, what, before, after, psi.size());
    done.add(made);
    adaptive.learn(what.kind(), made.effectiveness());
  }

  /** The PSI at the third measurement after an intervention; NaN if the run ended before. */
  double later(Done made) {
    int at = made.measurements() + Trajectory.NEEDED - 1;
    return at < psi.size() ? psi.values().get(at) : Double.NaN;
  }
}

package dev.polysweep.experiment.temporal;

import dev.polysweep.data.CorrelationSchedule;
import dev.polysweep.experiment.temporal.TemporalConfig.Policy;

/** Settings for tests: small, and changed in one place. */
final class Configs {

  private Configs() {}

  /** 60 epochs, PSI every 4 and checks every 10, small batches and nulls. */
  static TemporalConfig small(Policy policy, String manual) {
    TemporalConfig c = TemporalConfig.DEFAULTS;
    return new TemporalConfig(
        c.init(),
        c.noise(),
        c.reg(),
        c.act(),
        CorrelationSchedule.PULSE,
        60,
        4,
        10,
        c.psiLayer(),
        policy,
        manual,
        c.intervention(),
        new TemporalConfig.Data(128, 0.6, 0.5, 0.9, 0.3),
        c.mlp(),
        new TemporalConfig.Sae(8, 60, 15, 2e-3, 0.01),
        new TemporalConfig.Null(10),
        c.snapshots());
  }

  static TemporalConfig small(Policy policy) {
    return small(policy, "");
  }

  static TemporalConfig epochs(TemporalConfig c, int epochs, Integer psiInterval) {
    return new TemporalConfig(
        c.init(),
        c.noise(),
        c.reg(),
        c.act(),
        c.correlationSchedule(),
        epochs,
        psiInterval,
        c.checkInterval(),
        c.psiLayer(),
        c.policy(),
        c.manual(),
        c.intervention(),
        c.data(),
        c.mlp(),
        c.sae(),
        c.nullModel(),
        c.snapshots());
  }

  static TemporalConfig with(TemporalConfig c, TemporalConfig.Data data, TemporalConfig.Mlp mlp) {
    return new TemporalConfig(
        c.init(),
        c.noise(),
        c.reg(),
        c.act(),
        c.correlationSchedule(),
        c.epochs(),
        c.psiInterval(),
        c.checkInterval(),
        c.psiLayer(),
        c.policy(),
        c.manual(),
        c.intervention(),
        data,
        mlp,
        c.sae(),
        c.nullModel(),
        c.snapshots());
  }

  static TemporalConfig with(TemporalConfig c, TemporalConfig.PsiLayer layer) {
    return new TemporalConfig(
        c.init(),
        c.noise(),
        c.reg(),
        c.act(),
        c.correlationSchedule(),
        c.epochs(),
        c.psiInterval(),
        c.checkInterval(),
        layer,
        c.policy(),
        c.manual(),
        c.intervention(),
        c.data(),
        c.mlp(),
        c.sae(),
        c.nullModel(),
        c.snapshots());
  }
}

package dev.polysweep.experiment.temporal;

import dev.polysweep.data.CorrelationSchedule;
import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.temporal.TemporalConfig.Policy;

/** Settings for tests: small, and changed by name. */
final class Configs {

  private Configs() {}

  /** 60 epochs, PSI every 4 and checks every 10, small batches and nulls. */
  static TemporalConfig small(Policy policy, String manual) {
    return ConfigurationBuilder.from(TemporalConfig.DEFAULTS)
        .set("correlation_schedule", CorrelationSchedule.PULSE)
        .set("epochs", 60)
        .set("psi_interval", 4)
        .set("check_interval", 10)
        .set("policy", policy)
        .set("manual", manual)
        .set("data", new TemporalConfig.Data(128, 0.6, 0.5, 0.9, 0.3))
        .set("sae", new TemporalConfig.Sae(8, 60, 15, 2e-3, 0.01))
        .set("null.draws", 10)
        .build();
  }

  static TemporalConfig small(Policy policy) {
    return small(policy, "");
  }

  static TemporalConfig epochs(TemporalConfig c, int epochs, Integer psiInterval) {
    return ConfigurationBuilder.from(c)
        .set("epochs", epochs)
        .set("psi_interval", psiInterval)
        .build();
  }

  static TemporalConfig with(TemporalConfig c, TemporalConfig.Data data, TemporalConfig.Mlp mlp) {
    return ConfigurationBuilder.from(c).set("data", data).set("mlp", mlp).build();
  }

  static TemporalConfig with(TemporalConfig c, TemporalConfig.PsiLayer layer) {
    return ConfigurationBuilder.from(c).set("psi_layer", layer).build();
  }
}

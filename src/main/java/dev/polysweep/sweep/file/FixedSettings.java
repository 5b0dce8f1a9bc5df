package dev.polysweep.sweep.file;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.setting.Settings;
import dev.polysweep.sweep.yaml.Quoted;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fixes the settings of a sweep for a run: what a setting only refers to, such as a folder, is
 * looked up once by {@link Experiment#fixed}.
 */
public final class FixedSettings {

  private FixedSettings() {}

  /**
   * The sweep with fixed settings, each cell of which is trained by one executor.
   *
   * @throws SweepException if a setting names something that does not exist or does not fit
   */
  public static Sweep of(Sweep sweep) {
    return of(sweep, Experiments.installed().named(sweep.experiment()), false);
  }

  /**
   * The sweep with fixed settings, each cell of which is trained by all executors together.
   *
   * @throws SweepException if a setting names something that does not exist or does not fit, or if
   *     a configuration cannot be trained by several executors together
   */
  public static Sweep distributed(Sweep sweep) {
    return of(sweep, Experiments.installed().named(sweep.experiment()), true);
  }

  private static <C extends Record & Serializable> Sweep of(
      Sweep sweep, Experiment<C> experiment, boolean distributed) {
    Settings<C> settings = Settings.of(experiment);
    List<Configuration> fixed = new ArrayList<>();
    Map<String, String> byIdentity = new HashMap<>();
    for (Configuration configuration : sweep.configurations()) {
      @SuppressWarnings("unchecked") // the sweep was bound with this experiment's record
      C before = (C) configuration.settings();
      try {
        if (distributed) {
          experiment.checkDistributed(before);
        }
        C after = experiment.fixed(before);
        fixed.add(
            new Configuration(
                configuration.label(),
                after,
                configuration.swept(),
                settings.json(after),
                settings.identity(after)));
        String same = byIdentity.putIfAbsent(settings.identity(after), configuration.label());
        if (same != null) {
          throw new SweepException(
              Quoted.of(configuration.label())
                  + " gives the same results as "
                  + Quoted.of(same)
                  + "; configurations must differ in a setting that results depend on");
        }
      } catch (InvalidSettingException e) {
        throw new SweepException(
            e.key() + ": " + e.getMessage() + " (in " + Quoted.of(configuration.label()) + ")");
      }
    }
    return new Sweep(
        sweep.name(),
        sweep.experiment(),
        List.copyOf(fixed),
        sweep.seeds(),
        sweep.baseline(),
        sweep.logEvery(),
        sweep.decide());
  }
}

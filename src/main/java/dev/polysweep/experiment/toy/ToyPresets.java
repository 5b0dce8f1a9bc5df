package dev.polysweep.experiment.toy;

import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.Reduction;
import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.toy.ToyConfig.Act;
import dev.polysweep.experiment.toy.ToyConfig.Keep;
import dev.polysweep.experiment.toy.ToyConfig.Preset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The named defaults of the toy experiment. */
final class ToyPresets {

  private static final Map<String, ToyConfig> ALL = new LinkedHashMap<>();

  static {
    for (Preset preset : Preset.values()) {
      ALL.put(preset.name().toLowerCase(Locale.ROOT), of(preset));
    }
  }

  private ToyPresets() {}

  /** All presets, by the names that sweep files use. */
  static Map<String, ToyConfig> all() {
    return Collections.unmodifiableMap(ALL);
  }

  /** The defaults, with the settings that the preset changes. */
  static ToyConfig of(Preset preset) {
    ConfigurationBuilder<ToyConfig> config =
        ConfigurationBuilder.from(ToyConfig.DEFAULTS).set("preset", preset);
    switch (preset) {
      case POLYGONS -> {}
      case TOY ->
          config
              .set("activation", Act.LINEAR)
              .set("feature_probability", 0.05)
              .set("importance_decay", 0.7)
              .set("loss_reduction", Reduction.SUM)
              .set("optimizer", OptimizerSpec.Kind.SGD)
              .set("lr", 0.01)
              .set("lr_schedule", OptimizerSpec.Schedule.CONSTANT);
      case EXPLORER ->
          config
              .set("n_features", 100)
              .set("n_hidden", 20)
              .set("feature_probability", 0.1)
              .set("importance_decay", 0.7)
              .set("lr", 1e-3)
              .set("lr_schedule", OptimizerSpec.Schedule.CONSTANT)
              .set("init_sd", 0.1);
      case PAPER ->
          elhage(config)
              .set("n_features", 200)
              .set("n_hidden", 20)
              .set("feature_probability", 0.05)
              .set("batch", 1024);
      case PHASE ->
          elhage(config)
              .set("n_features", 2)
              .set("n_hidden", 1)
              .set("feature_probability", 0.1)
              .set("restarts", 10)
              .set("keep", Keep.MEAN_WITHOUT_WORST);
    }
    return config.build();
  }

  /** Sets the optimiser of Elhage et al. 2022. */
  private static ConfigurationBuilder<ToyConfig> elhage(ConfigurationBuilder<ToyConfig> config) {
    return config
        .set("optimizer", OptimizerSpec.Kind.ADAMW)
        .set("lr", 1e-3)
        .set("lr_schedule", OptimizerSpec.Schedule.CONSTANT)
        .set("weight_decay", 0.01);
  }
}

package dev.polysweep.experiment.toy;

import dev.polysweep.experiment.toy.ToyConfig.Act;
import dev.polysweep.experiment.toy.ToyConfig.Keep;
import dev.polysweep.experiment.toy.ToyConfig.Optimizer;
import dev.polysweep.experiment.toy.ToyConfig.Preset;
import dev.polysweep.experiment.toy.ToyConfig.Reduce;
import dev.polysweep.experiment.toy.ToyConfig.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;

/** The named defaults of the toy experiment. */
final class ToyPresets {

  private ToyPresets() {}

  /** What holds without a preset. */
  static ToyConfig defaults() {
    return of(Preset.POLYGONS);
  }

  /** By the name that a sweep file uses. */
  static Map<String, ToyConfig> all() {
    Map<String, ToyConfig> all = new LinkedHashMap<>();
    for (Preset preset : Preset.values()) {
      all.put(preset.name().toLowerCase(java.util.Locale.ROOT), of(preset));
    }
    return all;
  }

  static ToyConfig of(Preset preset) {
    return switch (preset) {
      case POLYGONS ->
          new ToyConfig(
              preset,
              5,
              2,
              Act.RELU,
              0.03,
              1,
              null,
              Reduce.MEAN,
              Optimizer.ADAM,
              0.003,
              Schedule.COSINE,
              0,
              256,
              10_000,
              null,
              1,
              Keep.BEST);
      case TOY ->
          new ToyConfig(
              preset,
              5,
              2,
              Act.LINEAR,
              0.05,
              0.7,
              null,
              Reduce.SUM,
              Optimizer.SGD,
              0.01,
              Schedule.CONSTANT,
              0,
              256,
              10_000,
              null,
              1,
              Keep.BEST);
      case EXPLORER ->
          new ToyConfig(
              preset,
              100,
              20,
              Act.RELU,
              0.1,
              0.7,
              null,
              Reduce.MEAN,
              Optimizer.ADAM,
              1e-3,
              Schedule.CONSTANT,
              0,
              256,
              10_000,
              0.1,
              1,
              Keep.BEST);
      case PAPER ->
          new ToyConfig(
              preset,
              200,
              20,
              Act.RELU,
              0.05,
              1,
              null,
              Reduce.MEAN,
              Optimizer.ADAMW,
              1e-3,
              Schedule.CONSTANT,
              0.01,
              1024,
              10_000,
              null,
              1,
              Keep.BEST);
      case PHASE ->
          new ToyConfig(
              preset,
              2,
              1,
              Act.RELU,
              0.1,
              1,
              null,
              Reduce.MEAN,
              Optimizer.ADAMW,
              1e-3,
              Schedule.CONSTANT,
              0.01,
              256,
              10_000,
              null,
              10,
              Keep.MEAN_WITHOUT_WORST);
    };
  }
}

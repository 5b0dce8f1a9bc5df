package dev.polysweep.sweep.file;

import dev.polysweep.sweep.Decide;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.setting.NumberSetting;
import dev.polysweep.sweep.setting.SettingType;
import dev.polysweep.sweep.setting.TextSetting;
import dev.polysweep.sweep.yaml.Nearest;
import dev.polysweep.sweep.yaml.Quoted;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.sweep.yaml.Where;
import dev.polysweep.sweep.yaml.YamlValue;
import dev.polysweep.sweep.yaml.YamlValue.Entry;
import dev.polysweep.table.Column;
import java.util.List;

/** Reads the key {@code decide} of a sweep file: the metric, and how closely it is to be known. */
final class DecideReader {

  static final SettingType WITHIN = new NumberSetting(0, 1000, true);
  private static final SettingType METRIC = new TextSetting();
  private static final List<String> PARTS = List.of("metric", "within");

  private DecideReader() {}

  /**
   * Reads the key, or takes what the command line says.
   *
   * @param given the key of the file, or null if it has none
   * @param option the decision of the command line, or null if it names none
   * @param sweep the sweep without its decision
   * @return null if neither says anything
   * @throws SweepException if the metric is not one of the sweep's, or nothing can be compared
   */
  static Decide read(Entry given, Decide option, Sweep sweep, Experiments experiments) {
    if (option == null && (given == null || isNull(given.value()))) {
      return null;
    }
    Where where = option == null ? given.where() : Where.option("--decide");
    Decide decide = option == null ? read(given) : option;
    List<String> metrics = experiments.of(sweep).cellMetrics().stream().map(Column::name).toList();
    if (!metrics.contains(decide.metric())) {
      throw SweepException.at(
          where,
          "decide",
          "no metric "
              + Quoted.of(decide.metric())
              + "; there are "
              + String.join(", ", metrics)
              + Nearest.hint(decide.metric(), metrics));
    }
    if (sweep.baseline() == null || sweep.configurations().size() < 2) {
      throw SweepException.at(
          where,
          "decide",
          "nothing to compare; the sweep needs a baseline and another configuration");
    }
    return decide;
  }

  private static Decide read(Entry given) {
    if (!(given.value() instanceof YamlValue.Mapping parts)) {
      throw SweepException.at(
          given.where(),
          "decide",
          given.value().shown() + " is not allowed; it must be {metric: NAME, within: PER_CENT}");
    }
    parts
        .entries()
        .forEach(
            (key, entry) -> {
              if (!PARTS.contains(key)) {
                throw SweepException.at(
                    entry.where(),
                    "decide." + key,
                    "unknown key; there are metric, within" + Nearest.hint(key, PARTS));
              }
            });
    Entry metric = parts.entries().get("metric");
    if (metric == null) {
      throw SweepException.at(given.where(), "decide", "metric is missing");
    }
    Entry within = parts.entries().get("within");
    return new Decide(
        (String) METRIC.read(metric.value(), "decide.metric"),
        within == null ? Decide.USUAL : (double) WITHIN.read(within.value(), "decide.within"));
  }

  private static boolean isNull(YamlValue value) {
    return value instanceof YamlValue.Scalar scalar && scalar.isNull();
  }
}

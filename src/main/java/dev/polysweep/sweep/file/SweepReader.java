package dev.polysweep.sweep.file;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Decide;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.Seeds;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.result.SweepTables;
import dev.polysweep.sweep.setting.IntegerSetting;
import dev.polysweep.sweep.setting.SettingType;
import dev.polysweep.sweep.setting.Settings;
import dev.polysweep.sweep.setting.TextSetting;
import dev.polysweep.sweep.yaml.Nearest;
import dev.polysweep.sweep.yaml.Quoted;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.sweep.yaml.Where;
import dev.polysweep.sweep.yaml.YamlValue;
import dev.polysweep.sweep.yaml.YamlValue.Entry;
import java.util.List;

/** Reads the top level of a sweep: what the sweep is called, what it runs, on which seeds. */
final class SweepReader {

  /** The keys that a sweep file may have at its top level. */
  static final List<String> KEYS =
      List.of(
          "name",
          "description",
          "experiment",
          "seeds",
          "base",
          "grid",
          "configs",
          "baseline",
          "log_every",
          "decide");

  static final int DEFAULT_LOG_EVERY = 50;
  static final SettingType LOG_EVERY = new IntegerSetting(1, 1_000_000_000, true);
  private static final SettingType TEXT = new TextSetting();

  private final YamlValue.Mapping root;
  private final Where top;
  private final Experiments experiments;
  private final Overrides overrides;

  /**
   * Prepares the reading of a sweep.
   *
   * @param root the file's mapping
   * @param top place that errors name for a missing key
   */
  SweepReader(YamlValue.Mapping root, Where top, Experiments experiments, Overrides overrides) {
    this.root = root;
    this.top = top;
    this.experiments = experiments;
    this.overrides = overrides;
  }

  /**
   * Reads the sweep.
   *
   * @param defaultName name of the sweep if the file gives none
   * @throws SweepException if a key is unknown or a value is not allowed
   */
  Sweep sweep(String defaultName) {
    root.entries().forEach(SweepReader::refuseUnknown);
    if (value("description") != null) {
      TEXT.read(value("description"), "description");
    }
    YamlValue name = value("name");
    String checkedName =
        name == null ? Names.nameOf(defaultName, top) : Names.name(text("name"), name.where());
    Experiment<?> experiment = experiment();
    Seeds seeds = seeds();
    YamlValue every = value("log_every");
    int logEvery = every == null ? DEFAULT_LOG_EVERY : (int) LOG_EVERY.read(every, "log_every");
    List<Configuration> configurations = configurations(Settings.of(experiment), experiment);
    String baseline = baseline(configurations);
    Sweep sweep =
        new Sweep(checkedName, experiment.name(), configurations, seeds, baseline, logEvery);
    Decide decide = DecideReader.read(entry("decide"), overrides.decide(), sweep, experiments);
    return new Sweep(
        checkedName, experiment.name(), configurations, seeds, baseline, logEvery, decide);
  }

  private static void refuseUnknown(String key, Entry entry) {
    if (!KEYS.contains(key)) {
      throw SweepException.at(
          entry.where(),
          key,
          "unknown key; there are "
              + String.join(", ", KEYS)
              + Nearest.hint(key, KEYS)
              + (Quoted.oneLine(key).equals(key) ? "" : "; only plain spaces indent"));
    }
  }

  private Experiment<?> experiment() {
    YamlValue name = value("experiment");
    if (name == null) {
      throw SweepException.at(
          top,
          "experiment",
          "is missing; it must be one of " + String.join(", ", experiments.names()));
    }
    return experiments.named(text("experiment"), name.where());
  }

  private Seeds seeds() {
    YamlValue given = value("seeds");
    Seeds seeds = given == null ? null : SeedsReader.read(given);
    if (overrides.seeds() != null) {
      Where where = Where.option("--seeds");
      return SeedsReader.read(new YamlValue.Scalar(overrides.seeds().toString(), false, where));
    }
    if (seeds == null) {
      throw SweepException.at(top, "seeds", "is missing; " + SeedsReader.ALLOWED);
    }
    return seeds;
  }

  private List<Configuration> configurations(Settings<?> settings, Experiment<?> experiment) {
    ConfigurationsReader reader =
        new ConfigurationsReader(settings, SweepTables.reserved(experiment), top);
    return reader.read(entry("base"), entry("grid"), entry("configs"), overrides.settings());
  }

  private String baseline(List<Configuration> configurations) {
    YamlValue baseline = value("baseline");
    if (baseline == null || (baseline instanceof YamlValue.Scalar scalar && scalar.isNull())) {
      return null;
    }
    String label = text("baseline");
    List<String> labels = configurations.stream().map(Configuration::label).toList();
    if (!labels.contains(label)) {
      String shown = String.join(", ", labels.stream().limit(8).map(Quoted::shortened).toList());
      String more = labels.size() > 8 ? ", … (" + labels.size() + " in all)" : "";
      throw SweepException.at(
          baseline.where(),
          "baseline",
          "no label "
              + Quoted.of(label)
              + "; there are "
              + shown
              + more
              + Nearest.hint(label, labels));
    }
    return label;
  }

  private String text(String key) {
    return (String) TEXT.read(value(key), key);
  }

  private YamlValue value(String key) {
    Entry entry = entry(key);
    return entry == null ? null : entry.value();
  }

  private Entry entry(String key) {
    return root.entries().get(key);
  }
}

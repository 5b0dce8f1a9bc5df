package dev.polysweep.sweep.file;

import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.setting.Assignment;
import dev.polysweep.sweep.setting.SettingTree.Leaf;
import dev.polysweep.sweep.setting.Settings;
import dev.polysweep.sweep.yaml.Quoted;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.sweep.yaml.Where;
import dev.polysweep.sweep.yaml.YamlReader;
import dev.polysweep.sweep.yaml.YamlValue;
import dev.polysweep.sweep.yaml.YamlValue.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the configurations of a sweep from the keys {@code base}, {@code grid} and {@code configs}
 * of its file and from the command line's overrides of {@code base}.
 */
final class ConfigurationsReader {

  /**
   * Largest number of configurations. All configurations are held in the driver's memory, whereas
   * cells are made one at a time, so the number of seeds needs no such bound.
   */
  static final int MOST = 50_000;

  private final Settings<?> settings;
  private final Set<String> reserved;
  private final Where top;
  private final Map<String, Assignment> base = new LinkedHashMap<>();
  private final Map<String, Where> swept = new LinkedHashMap<>();
  private final List<Draft> drafts = new ArrayList<>();

  /**
   * A configuration that is still being read: its label, and the settings that it gives itself,
   * beyond those of {@code base}.
   */
  private record Draft(String label, Where where, Map<String, Assignment> own) {}

  /**
   * @param settings the settings of the experiment
   * @param reserved names of result columns that a swept setting's column must not have
   * @param top place that errors name for a sweep without {@code grid} and {@code configs}
   */
  ConfigurationsReader(Settings<?> settings, Set<String> reserved, Where top) {
    this.settings = settings;
    this.reserved = reserved;
    this.top = top;
  }

  /**
   * Reads the configurations, those of the grid before the explicit ones.
   *
   * @param baseEntry settings of all configurations, or null
   * @param grid values of swept settings, or null
   * @param configs explicit configurations, or null
   * @param overrides texts of the form {@code key=value}, applied over {@code base}
   * @throws SweepException if a key or value is not allowed; the message names it
   */
  List<Configuration> read(Entry baseEntry, Entry grid, Entry configs, List<String> overrides) {
    if (baseEntry != null && !isNull(baseEntry)) {
      base.putAll(Assignment.all(settings, mapping(baseEntry, "base")));
    }
    if (grid != null) {
      readGrid(grid);
    }
    if (configs != null) {
      readConfigs(configs);
    }
    if (drafts.isEmpty()) {
      drafts.add(new Draft(Names.DEFAULT_LABEL, top, Map.of()));
    }
    swept.forEach(this::refuseReserved);
    readOverrides(overrides);
    return configurations();
  }

  private void readGrid(Entry entry) {
    Grid grid = Grid.read(settings, mapping(entry, "grid"), entry.where());
    swept.putAll(grid.keys());
    refuseTooMany(grid.size(), entry.where());
    for (int i = 0; i < grid.size(); i++) {
      Map<String, Assignment> own = grid.point(i);
      drafts.add(new Draft(Names.derived(own.values(), entry.where()), entry.where(), own));
    }
  }

  private void readConfigs(Entry configs) {
    if (!(configs.value() instanceof YamlValue.Sequence list) || list.items().isEmpty()) {
      String shown =
          configs.value() instanceof YamlValue.Sequence ? "an empty list" : configs.value().shown();
      throw SweepException.at(
          configs.where(),
          "configs",
          shown + " is not allowed; it must be a list of mappings of settings");
    }
    for (YamlValue item : list.items()) {
      if (!(item instanceof YamlValue.Mapping mapping)) {
        throw SweepException.at(
            item.where(),
            "configs",
            item.shown() + " is not allowed; it must be a mapping of settings");
      }
      Map<String, Entry> entries = new LinkedHashMap<>(mapping.entries());
      Entry label = entries.remove("label");
      Map<String, Assignment> own =
          Assignment.all(settings, new YamlValue.Mapping(entries, item.where()));
      own.forEach((key, assignment) -> swept.putIfAbsent(key, assignment.where()));
      drafts.add(
          label == null
              ? new Draft(Names.derived(own.values(), item.where()), item.where(), own)
              : new Draft(label(label), label.where(), own));
    }
    refuseTooMany(drafts.size(), configs.where());
  }

  private static String label(Entry entry) {
    if (entry.value() instanceof YamlValue.Scalar scalar && !scalar.isNull()) {
      return Names.label(scalar.text(), entry.where());
    }
    throw SweepException.at(
        entry.where(), "label", entry.value().shown() + " is not allowed; " + Names.LABEL_RULE);
  }

  private static void refuseTooMany(long size, Where where) {
    if (size > MOST) {
      throw SweepException.at(
          where, "more than " + MOST + " configurations; take fewer values, or more seeds");
    }
  }

  private void refuseReserved(String key, Where where) {
    String column = settings.leaf(key).column();
    if (reserved.contains(column)) {
      throw SweepException.at(
          where,
          key,
          "cannot be swept: its column "
              + column
              + " would collide with that of the results;"
              + " it may be set in base");
    }
  }

  private void readOverrides(List<String> overrides) {
    Where where = Where.option("--set");
    Set<String> given = new LinkedHashSet<>();
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals < 1) {
        throw SweepException.at(
            where, Quoted.of(override) + " is not allowed; it must be key=value");
      }
      String key = override.substring(0, equals).strip();
      YamlValue value = YamlReader.read(override.substring(equals + 1), where.source());
      Entry entry =
          new Entry(where, value == null ? new YamlValue.Scalar("", false, where) : value);
      Assignment.all(settings, new YamlValue.Mapping(Map.of(key, entry), where))
          .forEach(
              (setting, assignment) -> {
                if (swept.containsKey(setting)) {
                  throw SweepException.at(
                      where,
                      setting,
                      "is set by the grid or a configuration ("
                          + swept.get(setting)
                          + "), which would win; change it there");
                }
                if (!given.add(setting)) {
                  throw SweepException.at(where, setting, "given twice; each setting once");
                }
                base.put(setting, assignment);
              });
    }
  }

  private List<Configuration> configurations() {
    Map<String, String> byJson = new HashMap<>();
    Map<String, Where> byLabel = new HashMap<>();
    List<Configuration> configurations = new ArrayList<>();
    for (Draft draft : drafts) {
      Configuration configuration = configuration(draft);
      Where sameLabel = byLabel.putIfAbsent(draft.label(), draft.where());
      if (sameLabel != null) {
        throw SweepException.at(
            draft.where(),
            "label",
            Quoted.of(draft.label())
                + " is used twice, first at "
                + sameLabel
                + "; labels must differ");
      }
      String same = byJson.putIfAbsent(configuration.json(), draft.label());
      if (same != null) {
        throw SweepException.at(
            draft.where(),
            "label",
            Quoted.of(draft.label())
                + " is the same configuration as "
                + Quoted.of(same)
                + "; configurations must differ");
      }
      configurations.add(configuration);
    }
    return List.copyOf(configurations);
  }

  private Configuration configuration(Draft draft) {
    Map<String, Assignment> assignments = new LinkedHashMap<>(base);
    // A list that the configuration gives itself replaces that of base with all its elements.
    assignments
        .keySet()
        .removeIf(key -> settings.listOf(key) != null && givesList(draft, settings.listOf(key)));
    assignments.putAll(draft.own());
    Record bound;
    try {
      bound = settings.bind(Assignment.values(assignments));
    } catch (InvalidSettingException e) {
      Assignment guilty = guilty(assignments, e.key());
      throw SweepException.at(
          guilty == null ? draft.where() : guilty.where(),
          e.key(),
          e.getMessage() + " (in " + Quoted.of(draft.label()) + ")");
    }
    Map<String, Object> columns = new LinkedHashMap<>();
    swept.keySet().stream()
        .map(settings::leaf)
        .forEach(leaf -> columns.put(leaf.column(), settings.column(leaf, bound)));
    return new Configuration(
        draft.label(), bound, columns, settings.json(bound), settings.identity(bound));
  }

  private static boolean givesList(Draft draft, Leaf list) {
    return draft.own().containsKey(list.key());
  }

  /** The assignment of a setting, or of the list that the setting is in; null if neither is. */
  private static Assignment guilty(Map<String, Assignment> assignments, String key) {
    String part = key;
    while (!assignments.containsKey(part) && part.contains(".")) {
      part = part.substring(0, part.lastIndexOf('.'));
    }
    return assignments.get(part);
  }

  private static boolean isNull(Entry entry) {
    return entry.value() instanceof YamlValue.Scalar scalar && scalar.isNull();
  }

  private static YamlValue.Mapping mapping(Entry entry, String key) {
    if (entry.value() instanceof YamlValue.Mapping mapping) {
      return mapping;
    }
    throw SweepException.at(
        entry.where(),
        key,
        entry.value().shown() + " is not allowed; it must be a mapping of settings");
  }
}

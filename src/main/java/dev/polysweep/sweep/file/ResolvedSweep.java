package dev.polysweep.sweep.file;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Seeds;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.setting.Json;
import dev.polysweep.sweep.setting.SettingTree;
import dev.polysweep.sweep.setting.Settings;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Writes a sweep as a sweep file in which nothing is left to defaults. Settings that are not swept
 * stand in {@code base}, swept settings in {@code configs}. Loading the file gives an equal sweep,
 * also after a default has changed.
 */
public final class ResolvedSweep {

  /** Words that some YAML reader takes for a truth value or null and that therefore need quotes. */
  private static final Set<String> TAKEN =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private ResolvedSweep() {}

  /** The sweep as YAML. */
  public static String yaml(Sweep sweep, Experiment<?> experiment) {
    Settings<?> settings = Settings.of(experiment);
    StringBuilder out =
        new StringBuilder(
            "# The sweep as it ran, every setting written out. Loading it gives the same cells.\n");
    line(out, "name", scalar(sweep.name()));
    line(out, "experiment", scalar(sweep.experiment()));
    line(out, "seeds", seeds(sweep.seeds()));
    Configuration first = sweep.configurations().get(0);
    Set<String> swept = differing(settings, sweep);
    StringBuilder base = new StringBuilder();
    group(base, settings.tree(), first.settings(), swept, "  ");
    if (!base.isEmpty()) {
      out.append("base:\n").append(base);
    }
    out.append("configs:\n");
    for (Configuration configuration : sweep.configurations()) {
      out.append("  - ").append(configuration(settings, configuration, swept)).append('\n');
    }
    line(out, "baseline", scalar(sweep.baseline()));
    line(out, "log_every", String.valueOf(sweep.logEvery()));
    if (sweep.decide() != null) {
      line(
          out,
          "decide",
          "{metric: "
              + scalar(sweep.decide().metric())
              + ", within: "
              + scalar(sweep.decide().within())
              + "}");
    }
    return out.toString();
  }

  /**
   * Columns of the settings that the sweep varies: those that it names as swept, and those that
   * differ as a consequence, such as the hash of a store whose path is swept.
   */
  private static Set<String> differing(Settings<?> settings, Sweep sweep) {
    Configuration first = sweep.configurations().get(0);
    Map<String, Object> columns = settings.columns(first.settings());
    Set<String> differing = new LinkedHashSet<>(first.swept().keySet());
    Set<String> followed = new LinkedHashSet<>(); // lists that differ in swept elements
    first.swept().keySet().stream()
        .map(column -> settings.listOf(settings.ofColumn(column).key()))
        .filter(Objects::nonNull)
        .forEach(list -> followed.add(list.column()));
    for (Configuration other : sweep.configurations()) {
      settings
          .columns(other.settings())
          .forEach(
              (column, value) -> {
                if (!followed.contains(column) && !Objects.equals(value, columns.get(column))) {
                  differing.add(column);
                }
              });
    }
    return differing;
  }

  private static void line(StringBuilder out, String key, String value) {
    out.append(key).append(": ").append(value).append('\n');
  }

  private static String seeds(Seeds seeds) {
    return seeds instanceof Seeds.Range range
        ? "{from: " + range.from() + ", count: " + range.count() + "}"
        : Json.compact(((Seeds.Listed) seeds).values());
  }

  private static void group(
      StringBuilder out, SettingTree.Group group, Record record, Set<String> swept, String indent) {
    for (SettingTree child : group.children()) {
      String name = scalar(child.key().substring(child.key().lastIndexOf('.') + 1));
      if (child instanceof SettingTree.Leaf leaf) {
        if (!swept.contains(leaf.column())) {
          line(out.append(indent), name, scalar(leaf.type().plain(leaf.in(record))));
        }
        continue;
      }
      StringBuilder inner = new StringBuilder();
      group(inner, (SettingTree.Group) child, (Record) child.in(record), swept, indent + "  ");
      if (!inner.isEmpty()) {
        out.append(indent).append(name).append(":\n").append(inner);
      }
    }
  }

  private static String configuration(
      Settings<?> settings, Configuration configuration, Set<String> swept) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("label", scalar(configuration.label()));
    for (String column : swept) {
      SettingTree.Leaf leaf = settings.ofColumn(column);
      entries.put(
          scalar(leaf.key()),
          scalar(leaf.type().plain(settings.value(leaf, configuration.settings()))));
    }
    StringJoiner joined = new StringJoiner(", ", "{", "}");
    entries.forEach((key, value) -> joined.add(key + ": " + value));
    return joined.toString();
  }

  /**
   * Writes a plain value as YAML. A word stands without quotes if every YAML reader takes it for
   * text; every other value is written as JSON, which is part of YAML.
   */
  static String scalar(Object value) {
    boolean bare =
        value instanceof String text && text.matches("[A-Za-z_][A-Za-z0-9_.-]*") && !isTaken(text);
    return bare ? (String) value : Json.compact(value);
  }

  private static boolean isTaken(String text) {
    return TAKEN.contains(text.toLowerCase(java.util.Locale.ROOT));
  }
}

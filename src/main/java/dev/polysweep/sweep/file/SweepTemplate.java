package dev.polysweep.sweep.file;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.setting.Json;
import dev.polysweep.sweep.setting.SettingTree.Leaf;
import dev.polysweep.sweep.setting.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a sweep file to begin with: it runs as it is, and every setting that it leaves to its
 * default stands there as a comment with its meaning, its default and what is allowed.
 */
public final class SweepTemplate {

  private static final int SEEDS = 5;
  private static final int WIDTH = 110;

  private final Settings<?> settings;
  private final StringBuilder out = new StringBuilder();

  private SweepTemplate(Settings<?> settings) {
    this.settings = settings;
  }

  /**
   * The text of a sweep file.
   *
   * @param experiment the experiment to run
   * @param name name of the sweep
   * @param about lines that say what the file is for, which become comments at its beginning
   * @param base settings that the file gives, as plain values by dotted key
   * @param grid settings that the file sweeps, with their values
   */
  public static String of(
      Experiment<?> experiment,
      String name,
      List<String> about,
      Map<String, ?> base,
      Map<String, ? extends List<?>> grid) {
    SweepTemplate template = new SweepTemplate(Settings.of(experiment));
    about.forEach(line -> template.comment("", line));
    return template.write(experiment, name, base, grid);
  }

  private String write(
      Experiment<?> experiment,
      String name,
      Map<String, ?> base,
      Map<String, ? extends List<?>> grid) {
    line("", "name", name);
    line("", "experiment", experiment.name());
    comment("", "Each configuration runs once a seed: a number n for 0 to n - 1, or a list.");
    line("", "seeds", (long) SEEDS);
    comment("", "Settings of every configuration. Take the # away from those that you change.");
    out.append("base:\n");
    Map<String, Object> rest = new LinkedHashMap<>(base);
    for (Leaf leaf : settings.tree().leaves()) {
      setting(leaf, rest);
    }
    comment("", "Every combination of these values is a configuration; its label joins them.");
    out.append(grid.isEmpty() ? "#grid:\n" : "grid:\n");
    grid.forEach((key, values) -> line("  ", key, values));
    if (grid.isEmpty()) {
      out.append("#  ").append(example()).append('\n');
    }
    comment("", "Steps or epochs from one logged one to the next.");
    line("", "log_every", (long) SweepReader.DEFAULT_LOG_EVERY);
    return out.toString();
  }

  private void setting(Leaf leaf, Map<String, Object> given) {
    comment("  ", leaf.setting().value() + "; " + leaf.type().allowed());
    if (given.containsKey(leaf.key())) {
      line("  ", leaf.key(), given.get(leaf.key()));
    } else {
      Object usual = leaf.type().plain(settings.value(leaf, settings.defaults()));
      line("  #", leaf.key(), usual);
    }
  }

  /** A setting with a number or a word for a default, as one that can be swept. */
  private String example() {
    Leaf leaf =
        settings.tree().leaves().stream()
            .filter(l -> settings.value(l, settings.defaults()) instanceof Number)
            .findFirst()
            .orElse(settings.tree().leaves().get(0));
    Object usual = leaf.type().plain(settings.value(leaf, settings.defaults()));
    return leaf.key() + ": [" + ResolvedSweep.scalar(usual) + "]";
  }

  private void line(String indent, String key, Object value) {
    out.append(indent).append(key).append(": ");
    out.append(value instanceof List ? flow(value) : ResolvedSweep.scalar(value)).append('\n');
  }

  private static String flow(Object list) {
    return Json.compact(list).replace(",", ", ").replace("\":", "\": ");
  }

  /** Writes a comment, cut into lines between words. */
  private void comment(String indent, String text) {
    StringBuilder line = new StringBuilder(indent).append('#');
    for (String word : text.split(" ")) {
      if (line.length() + 1 + word.length() > WIDTH && line.length() > indent.length() + 1) {
        out.append(line).append('\n');
        line = new StringBuilder(indent).append('#');
      }
      line.append(' ').append(word);
    }
    out.append(line).append('\n');
  }
}

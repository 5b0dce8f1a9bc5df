package dev.polysweep.report.page;

import dev.polysweep.table.row.LevelRow;
import dev.polysweep.table.row.ShareRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of a sweep that have several values, those with the largest shares of the variance
 * first, and which of them vary together.
 */
final class Factors {

  private static final int MOST_LEVELS = 40;

  private final ReportInput input;
  private final List<String> settings;

  Factors(ReportInput input) {
    this.input = input;
    List<LevelRow> levels = input.tables().mattered().levels();
    settings =
        levels.stream()
            .map(LevelRow::setting)
            .distinct()
            .filter(setting -> levels(setting) <= MOST_LEVELS)
            .sorted(Comparator.comparingDouble(setting -> -largestShare(setting)))
            .toList();
  }

  private long levels(String setting) {
    return input.tables().mattered().levels().stream()
        .filter(row -> row.setting().equals(setting))
        .map(LevelRow::level)
        .distinct()
        .count();
  }

  private double largestShare(String setting) {
    List<String> metrics = input.shownMetrics();
    return input.tables().mattered().shares().stream()
        .filter(row -> metrics.contains(row.metric()))
        .filter(row -> List.of(row.source().split(" & ")).contains(setting))
        .mapToDouble(ShareRow::share)
        .max()
        .orElse(0);
  }

  /** Returns the settings that vary. */
  List<String> settings() {
    return settings;
  }

  /**
   * Returns the settings in groups: those of which a value of one always goes with the same value
   * of the other are one group, since nothing tells their effects apart.
   */
  List<List<String>> groups() {
    Map<Object, List<String>> groups = new LinkedHashMap<>();
    for (String setting : settings) {
      List<Integer> partition = partition(setting);
      Object key = partition.isEmpty() ? setting : partition;
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(setting);
    }
    return List.copyOf(groups.values());
  }

  /** For each configuration the first one that has the same value. */
  private List<Integer> partition(String setting) {
    List<String> values =
        input.facts().labels().stream()
            .filter(input.details().settings()::containsKey)
            .map(label -> input.details().text(label, setting))
            .toList();
    return values.stream().map(values::indexOf).toList();
  }

  /** Returns the values of a setting in the order of the configurations. */
  List<String> values(String setting) {
    return input.facts().labels().stream()
        .map(label -> input.details().text(label, setting))
        .distinct()
        .toList();
  }

  /** Whether the configurations are every combination of the values of all groups once. */
  boolean crossed() {
    long combinations =
        groups().stream()
            .mapToLong(group -> levels(group.get(0)))
            .reduce(1, (a, b) -> Math.min(a * b, Integer.MAX_VALUE));
    return combinations == input.facts().labels().size();
  }
}

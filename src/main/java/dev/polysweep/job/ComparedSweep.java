package dev.polysweep.job;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.report.compare.Comparison.Side;
import dev.polysweep.sweep.CellId;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.setting.SettingTree;
import dev.polysweep.sweep.setting.Settings;
import dev.polysweep.table.Column;
import dev.polysweep.table.TableRow;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One side of a comparison: the configurations of a sweep with the metrics of its cells that ended
 * well.
 *
 * @param results the results folder
 * @param configurations the configurations in the sweep's order
 * @param engines names of the engines that trained the cells
 */
record ComparedSweep(Results results, List<Of> configurations, TreeSet<String> engines) {

  /**
   * A configuration with its cells.
   *
   * @param label label of the configuration
   * @param settings the settings that results depend on, as text by dotted key
   * @param cells the metrics of its cells by seed
   */
  record Of(String label, Map<String, String> settings, TreeMap<Long, Map<String, Double>> cells) {}

  static <C extends Record & Serializable> ComparedSweep of(
      Results results, Experiment<C> experiment) throws IOException {
    Sweep sweep = results.sweep();
    Settings<C> settings = Settings.of(experiment);
    List<SettingTree.Leaf> leaves =
        settings.tree().leaves().stream().filter(l -> l.setting().affectsResults()).toList();
    List<Of> configurations = new ArrayList<>();
    Map<String, Integer> places = new HashMap<>(); // of cells, by id
    for (Configuration configuration : sweep.configurations()) {
      Map<String, Object> columns = settings.columns(configuration.settings());
      Map<String, String> texts = new LinkedHashMap<>();
      leaves.forEach(leaf -> texts.put(leaf.key(), String.valueOf(columns.get(leaf.column()))));
      for (long i = 0; i < sweep.seeds().count(); i++) {
        String id = CellId.of(sweep.experiment(), configuration.identity(), sweep.seeds().get(i));
        places.put(id, configurations.size());
      }
      configurations.add(new Of(configuration.label(), texts, new TreeMap<>()));
    }
    TreeSet<String> engines = new TreeSet<>();
    List<String> metrics = experiment.cellMetrics().stream().map(Column::name).toList();
    try (Stream<TableRow> cells = results.cells()) {
      cells
          .filter(row -> "ok".equals(row.text("status")) && places.containsKey(row.text("cell_id")))
          .forEach(
              row -> {
                engines.add(row.text("engine"));
                configurations
                    .get(places.get(row.text("cell_id")))
                    .cells()
                    .put((long) row.number("seed"), values(row, metrics));
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new ComparedSweep(results, configurations, engines);
  }

  private static Map<String, Double> values(TableRow row, List<String> metrics) {
    Map<String, Double> values = new HashMap<>();
    metrics.forEach(metric -> values.put(metric, row.number(metric)));
    return values;
  }

  Side side() {
    return new Side(
        results.place,
        results.sweep().name(),
        configurations.stream().mapToLong(of -> of.cells().size()).sum());
  }

  /** Dotted keys of the settings that results depend on. */
  List<String> keys() {
    return configurations.isEmpty()
        ? List.of()
        : List.copyOf(configurations.get(0).settings().keySet());
  }

  /** The values that a setting has in this sweep, each once, in the order of the configurations. */
  List<String> values(String key) {
    return configurations.stream().map(of -> of.settings().get(key)).distinct().toList();
  }

  /** The seeds of the sweep as texts; a run of seeds is one text. */
  List<String> seeds() {
    long count = results.sweep().seeds().count();
    List<String> seeds = new ArrayList<>();
    for (long i = 0; i < count; ) {
      long from = results.sweep().seeds().get(i);
      long to = from;
      for (i++; i < count && results.sweep().seeds().get(i) == to + 1; i++) {
        to++;
      }
      seeds.add(from == to ? String.valueOf(from) : from + " to " + to);
    }
    return seeds;
  }
}
